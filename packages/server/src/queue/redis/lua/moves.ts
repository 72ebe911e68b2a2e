/** moves is the Lua of what several commands do to a job: adding, finishing, counting at its parent. */
export const moves = `
local function progressText(done, total)
  return total and string.format('{"pagesDone":%d,"pagesTotal":%d}', done, total) or string.format('{"pagesDone":%d}', done)
end

-- The event of a job's progress is written once a second at most.
local function noteProgress(id, text)
  if now - tonumber(call('HGET', J(id), 'pn') or '0') < 1000 then return end
  call('HSET', J(id), 'pn', now)
  event(id, 'progress', text)
end

-- A parent's progress while it waits is what it had read itself and what its chunks have read since.
local function countPages(job, pages)
  local more = pages - progressOf(job).pagesDone
  if more == 0 or not job.parent then return end
  local progress = progressOf(load(job.parent))
  local text = progressText(math.max(0, progress.pagesDone + more), progress.pagesTotal)
  call('HSET', J(job.parent), 'progress', text)
  noteProgress(job.parent, text)
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

-- triesWith gives the record of the attempts with the one that ends now.
local function triesWith(job, extra)
  local text = string.format('{"attempt":%s,"startedAt":%s,"finishedAt":%d,"workerId":%s%s}', job.number, job.since, now,
    workerNames[job.worker], extra)
  return job.tries and (job.tries .. ',' .. text) or text
end

local function isHeld(job, token)
  return job and job.bucket == 'running' and job.claims == token
end

local function unlock(job)
  unlocked[#unlocked + 1] = job.id
end

local finishKeys = { K.wait, K.active, K.prioritized, K.events, K.stalled, K.limiter, K.delayed, K.paused, K.meta, K.pc, '', '', '', K.marker }
-- Who may end a job is decided by the number of the claim: a lock that ran out while nobody else took the job is no obstacle.
local finishOptions = { token = '0', keepJobs = { count = -1 }, attempts = 1e9, maxMetricsSize = '' }
-- finish brings a job out of BullMQ's active list to an end, and writes fields with it.
local function finish(job, to, end_, ...)
  local id, target = job.id, to == 'completed' and 'completed' or 'failed'
  if job.parent then
    dropped[J(job.parent) .. ':processed'] = true
    if job.kind == 'document' then quiet[job.parent] = true end
  end
  local waited = job.bucket == 'waiting'
  if job.bucket == 'running' then unlock(job) end
  notes[id] = { type = to, data = end_.data }
  local ends = job.ends + 1
  joined[job.key] = { 'atm', ends }
  shift(job, to, ...)
  known = { key = job.key, exists = 1, atm = ends, lone = job.lone }
  finishKeys[11], finishKeys[12] = K[target], job.key
  local done = bull.moveToFinished(finishKeys,
    { id, stamp, target == 'completed' and 'returnvalue' or 'failedReason', end_.value, target, 0, base .. ':', finishOptions })
  if done ~= 0 then error('job ' .. id .. ': could not be finished: ' .. tostring(done)) end
  known = {}
  writeJoined(job.key)
  for _, one in ipairs(later) do event(unpack(one)) end
  later = {}
  if waited then call('ZREM', I('set', 'deadlines'), id) end
  if not job.parent then put(I('set', 'final'), id, stamp) end
  if job.kind == 'document' and to == 'completed' then put(I('set', 'unprojected'), id, stamp) end
end

-- takeOut brings a job that is not final to where BullMQ finishes jobs from: its active list, without a lock.
local function takeOut(job)
  if job.bucket == 'running' then return end
  if job.bucket == 'pending' then put(job.lane, job.id, false) end
  if job.bucket == 'delayed' then call('ZREM', K.delayed, job.id) end
  if job.bucket == 'waiting' then call('ZREM', K['waiting-children'], job.id) end
  call('LPUSH', K.active, job.id)
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

local function endBatch(job)
  local total, completed, partial, cancelled = unpack(call('HMGET', job.key, 'cn', 'cc', 'cp', 'cx'))
  -- BullMQ has let it out already, to a lane that batches do not have.
  takeOut(job)
  if tonumber(completed or '0') > 0 then
    local outcome = completed == total and tonumber(partial or '0') == 0 and 'full' or 'partial'
    return finish(job, 'completed', { value = 'null', data = '{"outcome":"' .. outcome .. '"}' }, 'oc', outcome)
  end
  if cancelled == total then return finish(job, 'cancelled', { value = 'cancelled' }) end
  local fault = '{"code":"engine_failed","params":{"reason":"no document completed"}}'
  for _, child in ipairs(call('ZRANGE', I('children', job.id), 0, -1)) do
    local bucket, reason = unpack(call('HMGET', J(child), 'b', 'failedReason'))
    if bucket == 'failed' then fault = reason break end
  end
  finish(job, 'failed', { value = fault, data = fault })
end

local cancelTree
local function cancelBelow(id)
  local open = 0
  for _, child in ipairs(call('ZRANGE', I('children', id), 0, -1)) do
    if cancelTree(load(child)) then open = open + 1 end
  end
  if open > 0 then
    call('HSET', J(id), 'co', 0)
    call('HINCRBY', J(id), 'cx', open)
  end
end

local final = { completed = true, failed = true, cancelled = true }
cancelTree = function(job)
  if not job or final[job.bucket] then return false end
  takeOut(job)
  if job.bucket == 'running' then
    wake = true
    finish(job, 'cancelled', { value = 'cancelled' }, 'tries', triesWith(job, ''))
  else
    finish(job, 'cancelled', { value = 'cancelled' })
  end
  cancelBelow(job.id)
  return true
end

-- childEnded counts a child's end at its parent, and moves on a parent whose last child it was. A hopeless chunk takes its siblings along.
local function childEnded(job, how, hopeless)
  if not job.parent then return end
  local key = J(job.parent)
  local counters = { completed = 'cc', partial = 'cc', failed = 'cf', cancelled = 'cx' }
  call('HINCRBY', key, counters[how], 1)
  if how == 'partial' then call('HINCRBY', key, 'cp', 1) end
  local open = call('HINCRBY', key, 'co', -1)
  local parent = load(job.parent)
  if not parent or parent.bucket ~= 'waiting' then return end
  -- Whoever reads the pages of a failed chunk after all counts them anew.
  if job.kind == 'chunk' and how == 'failed' then countPages(job, 0) end
  if hopeless and job.kind == 'chunk' then
    cancelBelow(parent.id)
    open = 0
  end
  if open > 0 then
    if job.kind == 'chunk' then releaseNext(parent.id) end
  elseif parent.kind == 'batch' then endBatch(parent)
  else
    -- BullMQ let the parent out with its last dependency.
    shift(parent, 'pending', 'av', now)
    call('HDEL', key, 'wu')
    call('ZREM', I('set', 'deadlines'), parent.id)
  end
end

local function failWaiting(id)
  local job, fault = load(id), '{"code":"task_timeout","params":{}}'
  takeOut(job)
  finish(job, 'failed', { value = fault, data = fault })
  cancelBelow(id)
  childEnded(job, 'failed')
  wake = true
end

local lanes = {}
local function keepLane(lane)
  if not lanes[lane] then call('SADD', base .. ':lanes', lane) end
  lanes[lane] = true
end

local function nameWords(job, score)
  for _, word in ipairs(job.words) do put(I('names', job.owner), word .. ' ' .. job.id, score) end
end

local function insert(job, data, held)
  local id, owner, kind, key = job.id, job.owner, job.kind, J(job.id)
  local number = counter(K.id) + 1
  local numberText = string.format('%d', number)
  local rank = now + job.rank
  local lane = laneKey(job.queue, job.engine)
  local place = string.format('%d', (rank - epoch) * 4096 + number % 4096)
  local parentKey = job.parent and J(job.parent) or nil
  local parent = job.parent and { id = job.parent, queueKey = base, rdof = true } or nil
  -- A child that is born failed keeps nobody waiting.
  local dependencies = parentKey and not job.error and parentKey .. ':dependencies' or nil
  local args = { base .. ':', id, kind, stamp, parentKey, dependencies, parent }
  local opts = { priority = math.floor((rank - epoch) / 0x100000) + 1 }
  born[id] = { lane, place }
  notes[id] = { data = '{"kind":"' .. kind .. '"}' }
  local bucket = kind == 'batch' and 'waiting' or held and 'delayed' or 'pending'
  -- Its birth is the next event.
  joined[key] = { 'v', '1', 'owner', owner, 'seq', numberText, 'rank', string.format('%d', rank), 'lane', lane, 'place', place, 'b', bucket,
    'av', held and never or stamp, 'es', string.format('%d', counter(K.seq) + 1) }
  known = { key = key, exists = 0 }
  if kind == 'batch' then
    bull.addParentJob({ K.meta, K.id, K.delayed, K['waiting-children'], K.completed, K.events }, { args, data, opts })
  elseif held then
    opts.delay = tonumber(never)
    bull.addDelayedJob({ K.marker, K.meta, K.id, K.delayed, K.completed, K.events }, { args, data, opts })
    call('RPUSH', I('held', job.parent), id)
  else
    bull.addPrioritizedJob({ K.marker, K.meta, K.id, K.prioritized, K.delayed, K.completed, K.active, K.events, K.pc }, { args, data, opts })
    keepLane(lane)
    wake = true
  end
  known = {}
  writeJoined(key)
  if job.waitingLimit then call('HSET', key, 'wl', job.waitingLimit) end
  if job.waitingLimit and kind == 'batch' then
    call('HSET', key, 'wu', now + job.waitingLimit)
    call('ZADD', I('set', 'deadlines'), now + job.waitingLimit, id)
  end
  put(listKey(owner, kind, bucket), id, numberText)
  if job.key then call('HSET', I('keys', owner), job.key, id) end
  nameWords(job, '0')
  if job.parent then
    call('ZADD', I('children', job.parent), job.index, id)
    call('HINCRBY', parentKey, 'cn', 1)
    call('HINCRBY', parentKey, job.error and 'cf' or 'co', 1)
  end
  if job.error then
    local refused = load(id)
    takeOut(refused)
    finish(refused, 'failed', { value = job.error, data = job.error })
  end
end
`;
