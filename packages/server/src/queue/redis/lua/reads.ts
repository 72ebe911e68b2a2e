/** reads is the Lua of the questions. */
export const reads = String.raw`
function commands.get(c)
  local out = {}
  for at, id in ipairs(c.ids) do out[at] = record(id) or '' end
  return out
end

function commands.children(c)
  return commands.get({ ids = call('ZRANGE', I('children', c.id), 0, -1) })
end

-- list reads one page along the index of each asked bucket, and merges them: newest first.
function commands.list(c)
  local found = {}
  for _, kind in ipairs(c.kinds) do
    for _, bucket in ipairs(c.buckets) do
      local rows = call('ZREVRANGEBYSCORE', listKey(c.owner, kind, bucket), c.before, '-inf', 'WITHSCORES', 'LIMIT', 0, c.limit)
      for at = 1, #rows, 2 do found[#found + 1] = { rows[at], tonumber(rows[at + 1]) } end
    end
  end
  table.sort(found, function(a, b) return a[2] > b[2] end)
  local out = {}
  for at = 1, math.min(#found, c.limit) do out[at] = record(found[at][1]) end
  return out
end

-- named gives the ids of all jobs with such a word in their name, when there are no more than the limit.
function commands.named(c)
  local from, to = '[' .. c.word, '[' .. c.word .. (c.exact and ' \255' or '\255')
  if c.exact then from = '[' .. c.word .. ' ' end
  if call('ZLEXCOUNT', I('names', c.owner), from, to) > c.limit then return false end
  local ids = {}
  for at, member in ipairs(call('ZRANGEBYLEX', I('names', c.owner), from, to)) do ids[at] = string.match(member, '[^ ]+$') end
  return ids
end

function commands.ahead(c)
  local lane, place = unpack(call('HMGET', J(c.id), 'lane', 'place'))
  if not lane then return 0 end
  return math.min(c.limit, call('ZRANK', lane, c.id) or call('ZCOUNT', lane, '-inf', '(' .. place))
end

function commands.counts(c)
  local out = {}
  for at, bucket in ipairs(c.buckets) do out[at] = call('ZCARD', listKey(c.owner, 'document', bucket)) end
  return out
end

-- backlog gives lane, number, oldest of what is ready or waits for a time. Of a long lane the oldest is looked for at its head only.
function commands.backlog()
  local out, of = {}, {}
  local function count(lane, number, ids)
    if not of[lane] then
      out[#out + 1] = { lane, 0, now }
      of[lane] = out[#out]
    end
    of[lane][2] = of[lane][2] + number
    for _, id in ipairs(ids) do of[lane][3] = math.min(of[lane][3], tonumber(call('HGET', J(id), 'timestamp') or now)) end
  end
  for _, lane in ipairs(call('SMEMBERS', base .. ':lanes')) do
    local number = call('ZCARD', lane)
    if number > 0 then count(lane, number, call('ZRANGE', lane, 0, 999)) end
  end
  for _, id in ipairs(call('ZRANGE', K.delayed, 0, 9999)) do count(call('HGET', J(id), 'lane'), 1, { id }) end
  return out
end

function commands.states(c)
  local out = {}
  for at, id in ipairs(c.ids) do
    local bucket, expired = unpack(call('HMGET', J(id), 'b', 'xa'))
    out[at] = { bucket or '', expired or '' }
  end
  return out
end

-- eachEvent visits the events after a number, so many at most, until the stream ends; it gives the number of the last.
local function eachEvent(after, limit, visit)
  local left, step = limit, 100
  while left > 0 do
    local page = call('XRANGE', K.events, string.format('%d-0', after + 1), '+', 'COUNT', step)
    for _, entry in ipairs(page) do
      local fields, last = entry[2], tonumber(string.match(entry[1], '^%d+'))
      local number = last - #fields / eventFields
      for at = 1, #fields, eventFields do
        number = number + 1
        if number > after then
          if left == 0 then return after, true end
          visit(number, fields, at)
          after, left = number, left - 1
        end
      end
    end
    if #page < step then return after, false end
  end
  return after, true
end

-- events gives a page, and of one job what the page has of it, with the last number of the page and whether more may follow.
function commands.events(c)
  local out = {}
  local function note(number, fields, at)
    local id = fields[at + 3]
    if not c.id or id == c.id then out[#out + 1] = { number, fields[at + 1], id, fields[at + 5], fields[at + 7] } end
  end
  local born = c.id and tonumber(call('HGET', J(c.id), 'es') or '1') - 1 or 0
  local last, more = eachEvent(math.max(c.after, born), c.limit, note)
  return c.id and { last, more and 1 or 0, out } or out
end

function commands.inSet(c)
  local before = string.format('(%d', c.before or now - c.age)
  return commands.get({ ids = call('ZRANGEBYSCORE', I('set', c.set), '-inf', before, 'LIMIT', 0, c.limit) })
end

function commands.below(c)
  local ids = {}
  local function walk(id)
    ids[#ids + 1] = id
    for _, child in ipairs(call('ZRANGE', I('children', id), 0, -1)) do walk(child) end
  end
  for _, id in ipairs(c.ids) do walk(id) end
  return commands.get({ ids = ids })
end

function commands.paused()
  return call('HEXISTS', K.meta, 'paused')
end

function commands.workers()
  local out = {}
  for at, id in ipairs(call('ZRANGEBYSCORE', I('set', 'seen'), '(' .. string.format('%d', now - 3 * setup.heartbeat), '+inf')) do
    out[at] = { call('HGET', I('set', 'workers'), id) or '{}', tonumber(call('ZSCORE', I('set', 'seen'), id)), call('SISMEMBER', I('set', 'draining'), id) }
  end
  return out
end
`;
