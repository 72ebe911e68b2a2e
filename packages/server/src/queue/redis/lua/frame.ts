import { recordFields } from '../record.ts';

/** What the moves of a job need, in the order in which they take it. */
const movedFields = [
  ...[
    'b',
    'name',
    'owner',
    'seq',
    'parentKey',
    'ats',
    'lane',
    'processedOn',
    'at',
    'pb',
    'tries',
    'rb',
    'progress',
    'atm',
    'cn',
  ],
];
/** What a claim reads: those, and the rest of what a record is read from. */
export const claimedFields = [...new Set([...movedFields, ...recordFields])];

/** What a claim reads first; the last is there only when the job was claimed before. */
export const freshFields = ['b', 'name', 'owner', 'seq', 'parentKey', 'data', 'rank', 'timestamp', 'av', 'ats'];

/** The keys of BullMQ's queue that the script names, as the fields of a table in Lua: one that has its size from the start is made fastest. */
const queueKeys = [
  ...['wait', 'active', 'prioritized', 'events', 'stalled', 'limiter', 'delayed', 'paused', 'meta', 'pc'],
  ...['completed', 'failed', 'marker', 'id', 'seq', 'waiting-children'],
]
  .map((name) => `['${name}'] = base .. ':${name}'`)
  .join(', ');

/** quoted gives names as the arguments of a call in Lua. */
export const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');

/**
 * frame is the Lua that all commands share: names of keys, and the layer between BullMQ's scripts and Redis. BullMQ's scripts run unchanged, as
 * functions of one script, so that a transition, its event and its place in our indexes are one step. The layer
 * divides BullMQ's one prioritized set into lanes (one a queue name and engine, in exact order of rank), writes its events as ours, joins our
 * fields of a job to its own, answers what is known, and leaves out what nobody reads: markers, the counter behind priorities, and copies of a
 * child's result at its parent.
 */
export const frame = `
local base, index = KEYS[1], KEYS[2]
local request = cjson.decode(ARGV[1])
local setup = request[1]
local call = redis.call
local time = call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
-- Whoever sent this has given up by now: what it would do must not happen behind its back.
if setup.deadline > 0 and now > setup.deadline then return { now, 0, 'late' } end

-- Ranks are counted from 2020, so that rank * 4096 + number keeps whole in 53 bits until 2089.
local epoch, never = 1577836800000, '9007199254740991'
-- Redis writes numbers of Lua out slowly: what goes into many commands is text.
local stamp = string.format('%d', now)
local wake = false
local born, notes, quiet, later = {}, {}, {}, {}
-- BullMQ's scripts, each made when it is first called.
local makers = {}
local bull = setmetatable({}, { __index = function(all, name)
  all[name] = makers[name]()
  return all[name]
end })
local K = { ${queueKeys} }
local dropped = { [K.marker] = true, [K.pc] = true }

local function J(id) return base .. ':' .. id end
local function I(name, id) return index .. ':' .. name .. ':' .. id end
local listKeys = {}
local function listKey(owner, kind, bucket)
  local ofOwner = listKeys[owner] or {}
  local ofKind = ofOwner[kind] or {}
  listKeys[owner], ofOwner[kind] = ofOwner, ofKind
  ofKind[bucket] = ofKind[bucket] or I('list', bucket .. ':' .. kind .. ':' .. owner)
  return ofKind[bucket]
end
-- A worker's name as JSON.
local workerNames = setmetatable({}, { __index = function(all, name)
  all[name] = cjson.encode(name)
  return all[name]
end })
local function laneKey(queue, engine) return base .. ':prioritized:' .. queue .. ':' .. engine end

-- jobOf makes what the moves of a job need of the values of moved fields; BullMQ's name of a job is our kind.
local function jobOf(id, key, bucket, kind, owner, seq, parentKey, claims, lane, since, number, worker, tries, ran, progress, ends, children)
  if not bucket then return nil end
  return { id = id, key = key, bucket = bucket, kind = kind, owner = owner, seq = seq, claims = claims, lane = lane, since = since,
    parent = parentKey and string.sub(parentKey, #base + 2) or nil, number = number or '1', worker = worker or '', tries = tries,
    ran = tonumber(ran or '0'), progressText = progress, ends = tonumber(ends or '0'), lone = not parentKey and not children }
end
local function load(id)
  local key = J(id)
  return jobOf(id, key, unpack(call('HMGET', key, ${quoted(movedFields)})))
end

-- record gives the fields of a job, flat, with the rest of its lock.
local function record(id)
  local key = J(id)
  local fields = call('HGETALL', key)
  if #fields == 0 then return false end
  return { fields, call('PTTL', key .. ':lock') }
end

-- What many commands of one call write to the same keys is held back and written at once, at the end of the script or before somebody reads it:
-- members of sets by key (their scores; false takes them out), numbers, events, jobs that became active, locks that are given back.
local sets, counters, events, activated, unlocked = {}, {}, {}, {}, {}
local function put(key, member, score)
  local set = sets[key]
  if not set then
    set = {}
    sets[key] = set
  end
  set[member] = score
end

local function counter(key)
  counters[key] = counters[key] or tonumber(call('GET', key) or '0')
  return counters[key]
end
local function count(key)
  counters[key] = counter(key) + 1
  return counters[key]
end

-- Events are numbered through. Those of one call make one entry of the stream, whose number is that of its last event.
local eventFields, entryFields = 8, 800
local function event(id, type, data)
  count(K.seq)
  local at = #events
  events[at + 1], events[at + 2], events[at + 3], events[at + 4] = 'event', type, 'jobId', id
  events[at + 5], events[at + 6], events[at + 7], events[at + 8] = 'at', stamp, 'data', data or '{}'
end
local function writeEvents()
  local number = #events
  for from = 1, number, entryFields do
    local to = math.min(from + entryFields - 1, number)
    local last = counter(K.seq) - (number - to) / eventFields
    call('XADD', K.events, string.format('%d-0', last), unpack(events, from, to))
  end
  events = {}
end

-- Lua hands over a few thousand values at once.
local function inParts(command, key, values)
  local number = #values
  if number > 1000 then
    for from = 1, number, 1000 do call(command, key, unpack(values, from, math.min(from + 999, number))) end
  elseif number > 0 then call(command, key, unpack(values)) end
end

local function writeSet(key, members)
  local added, gone = {}, {}
  for member, score in pairs(members) do
    if score then
      local at = #added
      added[at + 1], added[at + 2] = score, member
    else gone[#gone + 1] = member end
  end
  inParts('ZADD', key, added)
  inParts('ZREM', key, gone)
end

local function writeBack()
  if next(sets) then
    for key, members in pairs(sets) do writeSet(key, members) end
    sets = {}
  end
  if activated[1] then
    inParts('LPUSH', K.active, activated)
    activated = {}
  end
  if unlocked[1] then
    inParts('SREM', K.stalled, unlocked)
    for at, id in ipairs(unlocked) do unlocked[at] = J(id) .. ':lock' end
    inParts('DEL', unlocked[1], unlocked)
    unlocked = {}
  end
  if events[1] then writeEvents() end
  for key, number in pairs(counters) do call('SET', key, string.format('%d', number)) end
  counters = {}
end

local function progressOf(job)
  return job.progressText and cjson.decode(job.progressText) or { pagesDone = 0 }
end

-- joined holds fields of ours, by the key of a job, that go with BullMQ's next write of it: one command instead of two.
local joined = {}
local function write(key, ...)
  local fields = joined[key]
  if not fields then return call('HSET', key, ...) end
  local last, more = #fields, { ... }
  for at = 1, #more do fields[last + at] = more[at] end
end
-- writeJoined writes what BullMQ had no write for.
local function writeJoined(key)
  local fields = joined[key]
  joined[key] = nil
  if fields and #fields > 0 then call('HSET', key, unpack(fields)) end
end

local countRun
-- shift moves a job between the buckets of the lists (a state each, and 'delayed' for the pending that wait for a time), and writes fields with it.
local function shift(job, to, ...)
  local was = job.bucket
  if was == to then return end
  local from, into = was == 'delayed' and 'pending' or was, to == 'delayed' and 'pending' or to
  if from ~= into and not edges[from][into] then error('job ' .. job.id .. ': no edge from ' .. from .. ' to ' .. into) end
  write(job.key, 'b', to, ...)
  put(listKey(job.owner, job.kind, was), job.id, false)
  put(listKey(job.owner, job.kind, to), job.id, job.seq)
  job.bucket = to
  if to == 'pending' then wake = true end
  if job.kind == 'chunk' and (to == 'running') ~= (was == 'running') then countRun(job.parent, to) end
end

local function toLane(id)
  if quiet[id] then return 0 end
  local lane, place = unpack(born[id] or call('HMGET', J(id), 'lane', 'place'))
  put(lane, id, place)
  return 1
end

local named = { added = 'added', active = 'running', completed = 'completed', failed = 'failed' }
-- BullMQ calls it as XADD: [MAXLEN ~ n] * event <name> jobId <id> ..., with the state before among the rest.
local function onEvent(first, ...)
  if first == 'MAXLEN' then return onEvent(select(3, ...)) end
  local _, name, _, id, k1, v1, k2, v2 = ...
  local prev = k1 == 'prev' and v1 or k2 == 'prev' and v2 or nil
  local note = notes[id]
  local type = named[name]
  if name == 'waiting' and prev == 'delayed' then shift(load(id), 'pending')
  elseif name == 'waiting' and prev == 'active' then type = 'requeued'
  elseif name == 'waiting' and prev == 'waiting-children' then
    if not quiet[id] then later[#later + 1] = { id, 'requeued', '{"reason":"children_done"}' } end
  elseif name == 'waiting-children' and prev == 'active' then type = 'waiting'
  elseif name == 'delayed' and note and note.delayed then type = 'requeued' end
  if type then event(id, note and note.type or type, note and note.data) end
end

-- known is what need not be asked while a script of BullMQ runs: of the job with this \`key\` whether it exists, fields that it would count up
-- (what they became is written with ours), and that it is \`lone\`, without parent and children. It also names the \`head\` of the lane.
local known = {}
-- own stands between BullMQ and Redis, by command: what is ours, and what need not be asked since the answer is known.
local own = (function() return {
  XADD = function(_, ...) return onEvent(...) end,
  XTRIM = function() return 0 end,
  ZADD = function(key, ...)
    if key == K.prioritized then return toLane((select(2, ...))) end
    if key ~= K.completed and key ~= K.failed then return call('ZADD', key, ...) end
    local score, id = ...
    put(key, id, score)
    return 1
  end,
  -- What a claim answers it makes itself.
  HGETALL = function() return {} end,
  ZPOPMIN = function(lane)
    put(lane, known.head, false)
    return { known.head }
  end,
  LPUSH = function(key, id)
    if key ~= K.active then return call('LPUSH', key, id) end
    activated[#activated + 1] = id
    return 1
  end,
  LREM = function(...)
    if activated[1] then writeBack() end
    return call('LREM', ...)
  end,
  INCR = function(key) return key == K.id and count(key) or call('INCR', key) end,
  HINCRBY = function(key, field, ...) return key == known.key and known[field] or call('HINCRBY', key, field, ...) end,
  EXISTS = function(key) return key == known.key and known.exists or call('EXISTS', key) end,
  SCARD = function(key) return known.lone and 0 or call('SCARD', key) end,
  ZCARD = function(key) return known.lone and 0 or call('ZCARD', key) end,
  -- All jobs have a priority, so none is ever in this list.
  RPOPLPUSH = function() return false end,
  -- Asked for only to tell that a queue has run dry, which nobody listens to.
  LLEN = function() return 1 end,
  -- What is due was let out before anything is claimed.
  ZRANGEBYSCORE = function() return {} end,
  -- Neither a pause nor a limit of BullMQ's own is in use.
  HMGET = function(key, ...) return (key == K.meta or known.lone and key == known.key) and {} or call('HMGET', key, ...) end,
  HGET = function(key, ...) return key == K.meta and '1' or call('HGET', key, ...) end,
} end)()
local function withJoined(key, ...)
  if not joined[key] then return call('HSET', key, ...) end
  write(key, ...)
  return writeJoined(key)
end
own.HSET, own.HMSET = withJoined, withJoined

local redis = {
  pcall = redis.pcall,
  call = function(name, key, ...)
    if dropped[key] then return 0 end
    local answer = own[name]
    if answer then return answer(key, ...) end
    return call(name, key, ...)
  end,
}
-- Arguments need no packing on the way from one function to another.
local cmsgpack = { unpack = function(value) return value end }
`;
