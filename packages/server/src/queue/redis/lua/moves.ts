/** moves is the Lua of what several commands do to a job: adding, finishing, counting at its parent. */
export const moves = `
local function progressOf(id)
  local text = call('HGET', J(id), 'progress')
  return text and cjson.decode(text) or { pagesDone = 0 }
end

local function setProgress(id, done, total)
  local text = total and string.format('{"pagesDone":%.0f,"pagesTotal":%.0f}', done, total) or string.format('{"pagesDone":%.0f}', done)
  call('HSET', J(id), 'progress', text)
  return text
end

-- The event of a job's progress is written once a second at most.
local function noteProgress(id, text)
  if now - tonumber(call('HGET', J(id), 'pn') or '0') < 1000 then return end
  call('HSET', J(id), 'pn', now)
  event(id, 'progress', text)
end

-- A parent's progress while it waits is what it had read itself and what its chunks have read since.
local function countPages(id, pages)
  local more = pages - progressOf(id).pagesDone
  local parent = parentOf(id)
  if more == 0 or not parent then return end
  local progress = progressOf(parent)
  noteProgress(parent, setProgress(parent, math.max(0, progress.pagesDone + more), progress.pagesTotal))
end

-- The time of a parent goes on while at least one of its chunks runs.
countRun = function(parent, to)
  if not parent then return end
  local key = J(parent)
  if to == 'running' then
    call('HINCRBY', key, 'cr', 1)
    call('HSETNX', key, 'cs', now)
  elseif call('HINCRBY', key, 'cr', -1) == 0 then
    local ran, since = unpack(call('HMGET', key, 'rb', 'cs'))
    call('HSET', key, 'rb', tonumber(ran or '0') + now - tonumber(since))
    call('HDEL', key, 'cs')
  end
end

local function addAttempt(id, extra)
  local key = J(id)
  local tries, number, since, worker = unpack(call('HMGET', key, 'tries', 'at', 'processedOn', 'pb'))
  local text = string.format('{"attempt":%s,"startedAt":%s,"finishedAt":%.0f,"workerId":%s%s}', number or '1', since, now,
    cjson.encode(worker or ''), extra)
  call('HSET', key, 'tries', tries and (tries .. ',' .. text) or text)
end

local function isHeld(id, token)
  local bucket, claims = unpack(call('HMGET', J(id), 'b', 'ats'))
  return bucket == 'running' and claims == token, bucket, claims
end

-- A lock that ran out while nobody else claimed the job is still its holder's.
local function lock(id, token)
  call('SET', J(id) .. ':lock', token, 'PX', setup.lease)
  call('SREM', K.stalled, id)
end

local function finish(id, to, value, data, token)
  local target = to == 'completed' and 'completed' or 'failed'
  local kind, parentKey = unpack(call('HMGET', J(id), 'kind', 'parentKey'))
  if parentKey then
    dropped[parentKey .. ':processed'] = true
    if kind == 'document' then quiet[string.sub(parentKey, #base + 2)] = true end
  end
  notes[id] = { type = to, data = data }
  shift(id, to)
  local done = bull.moveToFinished({ K.wait, K.active, K.prioritized, K.events, K.stalled, K.limiter, K.delayed, K.paused, K.meta, K.pc,
    K[target], J(id), base .. ':metrics:' .. target, K.marker },
    { id, now, target == 'completed' and 'returnvalue' or 'failedReason', value, target, 0, base .. ':',
      { token = token, keepJobs = { count = -1 }, attempts = 1e9, maxMetricsSize = '' } })
  if done ~= 0 then error('job ' .. id .. ': could not be finished: ' .. tostring(done)) end
  for _, one in ipairs(later) do event(unpack(one)) end
  later = {}
  call('ZREM', I('set', 'deadlines'), id)
  if not parentKey then call('ZADD', I('set', 'final'), now, id) end
  if kind == 'document' and to == 'completed' then call('ZADD', I('set', 'unprojected'), now, id) end
end

-- takeOut brings a job that is not final to where BullMQ finishes jobs from: its active list, without a lock.
local function takeOut(id, bucket)
  if bucket == 'running' then
    call('DEL', J(id) .. ':lock')
    call('SREM', K.stalled, id)
    return
  end
  if bucket == 'pending' then call('ZREM', call('HGET', J(id), 'lane'), id) end
  if bucket == 'delayed' then call('ZREM', K.delayed, id) end
  if bucket == 'waiting' then call('ZREM', K['waiting-children'], id) end
  call('LPUSH', K.active, id)
end

local function promote(id)
  return bull.promote({ K.delayed, K.wait, K.paused, K.meta, K.prioritized, K.active, K.pc, K.events, K.marker }, { base .. ':', id })
end

local function releaseNext(parent)
  while true do
    local id = call('LPOP', I('held', parent))
    if not id then return end
    if promote(id) == 0 then
      call('HSET', J(id), 'av', now)
      return
    end
  end
end

local function endBatch(id)
  local total, completed, partial, cancelled = unpack(call('HMGET', J(id), 'cn', 'cc', 'cp', 'cx'))
  -- BullMQ has let it out already, to a lane that batches do not have.
  takeOut(id, 'waiting')
  if tonumber(completed or '0') > 0 then
    local outcome = completed == total and tonumber(partial or '0') == 0 and 'full' or 'partial'
    call('HSET', J(id), 'oc', outcome)
    return finish(id, 'completed', 'null', '{"outcome":"' .. outcome .. '"}', '0')
  end
  if cancelled == total then return finish(id, 'cancelled', 'cancelled', '{}', '0') end
  local fault = '{"code":"engine_failed","params":{"reason":"no document completed"}}'
  for _, child in ipairs(call('ZRANGE', I('children', id), 0, -1)) do
    local bucket, reason = unpack(call('HMGET', J(child), 'b', 'failedReason'))
    if bucket == 'failed' then fault = reason break end
  end
  finish(id, 'failed', fault, fault, '0')
end

local cancelTree
local function cancelBelow(id)
  local open = 0
  for _, child in ipairs(call('ZRANGE', I('children', id), 0, -1)) do
    if cancelTree(child) then open = open + 1 end
  end
  if open > 0 then
    call('HSET', J(id), 'co', 0)
    call('HINCRBY', J(id), 'cx', open)
  end
end

local final = { completed = true, failed = true, cancelled = true }
cancelTree = function(id)
  local bucket = call('HGET', J(id), 'b')
  if not bucket or final[bucket] then return false end
  if bucket == 'running' then
    addAttempt(id, '')
    wake = true
  end
  takeOut(id, bucket)
  finish(id, 'cancelled', 'cancelled', '{}', '0')
  cancelBelow(id)
  return true
end

-- childEnded counts a child's end at its parent, and moves on a parent whose last child it was. A hopeless chunk takes its siblings along.
local function childEnded(id, how, hopeless)
  local parent = parentOf(id)
  if not parent then return end
  local key = J(parent)
  local counters = { completed = 'cc', partial = 'cc', failed = 'cf', cancelled = 'cx' }
  call('HINCRBY', key, counters[how], 1)
  if how == 'partial' then call('HINCRBY', key, 'cp', 1) end
  local open = call('HINCRBY', key, 'co', -1)
  local kind, bucket = unpack(call('HMGET', key, 'kind', 'b'))
  if bucket ~= 'waiting' then return end
  -- Whoever reads the pages of a failed chunk after all counts them anew.
  if kind ~= 'batch' and how == 'failed' then countPages(id, 0) end
  if hopeless and kind ~= 'batch' then
    cancelBelow(parent)
    open = 0
  end
  if open > 0 then
    if kind ~= 'batch' then releaseNext(parent) end
  elseif kind == 'batch' then endBatch(parent)
  else
    -- BullMQ let the parent out with its last dependency.
    shift(parent, 'pending')
    call('HSET', key, 'av', now)
    call('HDEL', key, 'wu')
    call('ZREM', I('set', 'deadlines'), parent)
  end
end

local function failWaiting(id)
  takeOut(id, 'waiting')
  finish(id, 'failed', '{"code":"task_timeout","params":{}}', '{"code":"task_timeout","params":{}}', '0')
  cancelBelow(id)
  childEnded(id, 'failed')
  wake = true
end

local function insert(job, held)
  local id, owner, kind = job.id, job.owner, job.kind
  local seq = tonumber(call('GET', K.id) or '0') + 1
  local rank = now + job.rank
  local lane = laneKey(job.queue, job.engine)
  local place = string.format('%.0f', (rank - epoch) * 4096 + seq % 4096)
  local parentKey = job.parent and J(job.parent) or nil
  local parent = job.parent and { id = job.parent, queueKey = base, rdof = true } or nil
  -- A child that is born failed keeps nobody waiting.
  local dependencies = parentKey and not job.error and parentKey .. ':dependencies' or nil
  local args = { base .. ':', id, kind, now, parentKey, dependencies, parent }
  local opts = { priority = math.floor((rank - epoch) / 0x100000) + 1 }
  local bucket = 'pending'
  born[id] = { lane, place }
  notes[id] = { data = '{"kind":"' .. kind .. '"}' }
  if kind == 'batch' then
    bucket = 'waiting'
    bull.addParentJob({ K.meta, K.id, K.delayed, K['waiting-children'], K.completed, K.events }, { args, job.data, opts })
  elseif held then
    bucket = 'delayed'
    opts.delay = tonumber(never)
    bull.addDelayedJob({ K.marker, K.meta, K.id, K.delayed, K.completed, K.events }, { args, job.data, opts })
    call('RPUSH', I('held', parentKey and job.parent or ''), id)
  else
    bull.addPrioritizedJob({ K.marker, K.meta, K.id, K.prioritized, K.delayed, K.completed, K.active, K.events, K.pc }, { args, job.data, opts })
    call('SADD', base .. ':lanes', lane)
    wake = true
  end
  call('HSET', J(id), 'v', 1, 'kind', kind, 'owner', owner, 'seq', seq, 'rank', rank, 'lane', lane, 'place', place, 'b', bucket,
    'av', held and never or now)
  if job.waitingLimit then call('HSET', J(id), 'wl', job.waitingLimit) end
  if job.waitingLimit and kind == 'batch' then
    call('HSET', J(id), 'wu', now + job.waitingLimit)
    call('ZADD', I('set', 'deadlines'), now + job.waitingLimit, id)
  end
  call('ZADD', listKey(owner, kind, bucket), seq, id)
  if job.key then call('HSET', I('keys', owner), job.key, id) end
  for _, word in ipairs(job.words) do call('ZADD', I('names', owner), 0, word .. ' ' .. id) end
  if job.parent then
    call('ZADD', I('children', job.parent), job.index, id)
    call('HINCRBY', parentKey, 'cn', 1)
    call('HINCRBY', parentKey, job.error and 'cf' or 'co', 1)
  end
  if job.error then
    takeOut(id, 'pending')
    finish(id, 'failed', job.error, job.error, '0')
  end
end
`;
