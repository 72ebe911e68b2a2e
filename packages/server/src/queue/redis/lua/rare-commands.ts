/** rareCommands is the Lua of everything else that writes, one function a command of the port. */
export const rareCommands = `
function commands.heartbeat(c)
  local held = {}
  for at, beat in ipairs(c.beats) do
    local job = load(beat.id)
    held[at] = isHeld(job, beat.token) and 1 or 0
    if held[at] == 1 then
      -- A lock that ran out while nobody else claimed the job is its holder's again.
      call('SET', job.key .. ':lock', beat.token, 'PX', setup.lease)
      call('SREM', K.stalled, job.id)
      if beat.progress then
        if job.kind == 'chunk' then countPages(job, beat.progress.pagesDone) end
        local text = progressText(beat.progress.pagesDone, beat.progress.pagesTotal)
        call('HSET', job.key, 'progress', text)
        noteProgress(job.id, text)
      end
    end
  end
  return held
end

function commands.held(c)
  local held = {}
  for at, lease in ipairs(c.leases) do
    local bucket, claims = unpack(call('HMGET', J(lease.id), 'b', 'ats'))
    held[at] = isHeld({ bucket = bucket, claims = claims }, lease.token) and 1 or 0
  end
  return held
end

-- settle applies what the pure rules made of a run's end. Those of a lost lease hold only while nobody has renewed it.
function commands.settle(c)
  local job, id = load(c.id), c.id
  if not isHeld(job, c.token) or c.lost and call('EXISTS', job.key .. ':lock') == 1 then return false end
  call('HSET', job.key, 'rb', c.attempt and 0 or job.ran + now - tonumber(job.since), unpack(c.set))
  if c.attempt then call('HSET', job.key, 'tries', triesWith(job, c.attempt)) end
  if c.to == 'failed' then
    finish(job, 'failed', { value = c.error, data = c.data })
    childEnded(job, 'failed', c.hopeless)
    return record(id)
  end
  unlock(job)
  local delayed = c.delay > 0
  notes[id] = { data = c.data, delayed = delayed }
  shift(job, delayed and 'delayed' or 'pending', 'av', now + c.delay)
  local done
  if delayed then
    done = bull.moveToDelayed({ K.marker, K.active, K.prioritized, K.delayed, job.key, K.events, K.meta, K.stalled, K.wait, K.limiter, K.pc },
      { base .. ':', now, id, '0', c.delay, '1', nil, '0' })
  else
    done = bull.retryJob({ K.active, K.wait, K.paused, job.key, K.meta, K.events, K.delayed, K.prioritized, K.pc, K.marker, K.stalled },
      { base .. ':', now, 'RPUSH', id, '0' })
  end
  if done ~= 0 then error('job ' .. id .. ': could not go back: ' .. tostring(done)) end
  return record(id)
end

function commands.park(c)
  local job, id = load(c.id), c.id
  if not isHeld(job, c.token) then return 0 end
  local there = existing(c.chunks)
  if there then error('job ' .. there .. ' is there already') end
  for at, chunk in ipairs(c.chunks) do insert(chunk, c.texts[at], at > c.parallel) end
  local limit = call('HGET', job.key, 'wl')
  if limit then
    call('HSET', job.key, 'wu', now + tonumber(limit))
    call('ZADD', I('set', 'deadlines'), now + tonumber(limit), id)
  end
  unlock(job)
  notes[id] = { data = '{"chunks":' .. #c.chunks .. '}' }
  shift(job, 'waiting', 'rb', job.ran + now - tonumber(job.since), 'progress', progressText(c.progress.pagesDone, c.progress.pagesTotal))
  local done = bull.moveToWaitingChildren({ K.active, K['waiting-children'], job.key, job.key .. ':dependencies', job.key .. ':unsuccessful',
    K.stalled, K.events }, { '0', '', now, id, base .. ':' })
  if done ~= 0 then error('job ' .. id .. ': could not wait: ' .. tostring(done)) end
  return 1
end

function commands.cancel(c)
  local job = load(c.id)
  if not job or job.owner ~= c.owner then return 'not_found' end
  if job.bucket == 'cancelled' then return 'already_cancelled' end
  if final[job.bucket] then return 'finished' end
  cancelTree(job)
  childEnded(job, 'cancelled')
  return 'cancelled'
end

-- stalled works as BullMQ's check: what is active is marked, a heartbeat takes the mark away, and what is still marked at the next check and has
-- no lock is lost. When nobody could look for longer than two checks (the store was away), the first look only marks, so that workers
-- that are alive can take their locks again.
function commands.stalled()
  local last = tonumber(call('GET', I('set', 'looked')) or '0')
  -- A clock that was set back looks anew.
  if last <= now and now - last < setup.heartbeat then return {} end
  call('SET', I('set', 'looked'), now)
  local lost = {}
  if last > now or now - last > 2 * setup.heartbeat then call('DEL', K.stalled) end
  for _, id in ipairs(call('SMEMBERS', K.stalled)) do
    if call('EXISTS', J(id) .. ':lock') == 0 and call('HGET', J(id), 'b') == 'running' then lost[#lost + 1] = record(id) end
  end
  call('DEL', K.stalled)
  for _, id in ipairs(call('LRANGE', K.active, 0, -1)) do call('SADD', K.stalled, id) end
  return lost
end

function commands.overdue()
  local late = call('ZRANGEBYSCORE', I('set', 'deadlines'), '-inf', '(' .. now, 'LIMIT', 0, 100)
  for _, id in ipairs(late) do failWaiting(id) end
  return #late
end

local function expireTree(id)
  local key = J(id)
  if call('EXISTS', key) == 0 then return end
  call('HSETNX', key, 'xa', now)
  put(I('set', 'unprojected'), id, false)
  for _, child in ipairs(call('ZRANGE', I('children', id), 0, -1)) do expireTree(child) end
end

function commands.expire(c)
  for _, id in ipairs(c.ids) do
    expireTree(id)
    if call('ZREM', I('set', 'final'), id) == 1 then put(I('set', 'expired'), id, stamp) end
    event(id, 'expired')
  end
  return 1
end

function commands.remove(c)
  for _, job in ipairs(c.jobs) do
    local id, key = job.id, J(job.id)
    local bucket = call('HGET', key, 'b')
    if bucket then put(listKey(job.owner, job.kind, bucket), id, false) end
    for _, set in ipairs({ K.completed, K.failed, I('set', 'final'), I('set', 'expired'), I('set', 'unprojected') }) do put(set, id, false) end
    if job.key then call('HDEL', I('keys', job.owner), job.key) end
    nameWords(job, false)
    call('DEL', key, key .. ':lock', key .. ':logs', key .. ':dependencies', key .. ':processed', key .. ':failed', key .. ':unsuccessful',
      I('children', id), I('held', id))
  end
  return #c.jobs
end

-- disown takes back what an unanswered call may have added, unless somebody has joined it since. The first job is the top of the tree.
function commands.disown(c)
  local first = c.jobs[1]
  local data, joined = unpack(call('HMGET', J(first.id), 'data', 'jn'))
  if data ~= c.texts[1] or joined then return 0 end
  cancelTree(load(first.id))
  return commands.remove(c)
end

-- Events are numbered in the order of time, so the oldest are the first.
function commands.trim(c)
  local kept
  local rows = 0
  for _, entry in ipairs(call('XRANGE', K.events, '-', '+', 'COUNT', c.limit)) do
    if tonumber(entry[2][6]) >= c.before then break end
    rows = rows + #entry[2] / eventFields
    kept = tonumber(string.match(entry[1], '^%d+')) + 1
  end
  if kept then call('XTRIM', K.events, 'MINID', string.format('%d-0', kept)) end
  return rows
end

function commands.pause(c)
  if c.paused then call('HSET', K.meta, 'paused', 1) else
    call('HDEL', K.meta, 'paused')
    wake = true
  end
  return 1
end

function commands.announce(c)
  call('HSET', I('set', 'workers'), c.id, c.info)
  call('ZADD', I('set', 'seen'), now, c.id)
  -- Registrations of workers that vanished a day ago tell nobody anything.
  for _, id in ipairs(call('ZRANGEBYSCORE', I('set', 'seen'), '-inf', now - 86400000)) do commands.retire({ id = id }) end
  return call('SISMEMBER', I('set', 'draining'), c.id)
end

function commands.drain(c)
  local told = 0
  for _, row in ipairs(commands.workers()) do
    local info = cjson.decode(row[1])
    if info.id == c.worker or info.name == c.worker then
      call(c.draining and 'SADD' or 'SREM', I('set', 'draining'), info.id)
      told = told + 1
    end
  end
  return told
end

function commands.retire(c)
  call('HDEL', I('set', 'workers'), c.id)
  call('ZREM', I('set', 'seen'), c.id)
  call('SREM', I('set', 'draining'), c.id)
  return 1
end

function commands.ping()
  call('SET', I('set', 'ping'), now)
  return 1
end

-- open is the first command of every process: it notes the version of the records and says whether the indexes stand.
function commands.open(c)
  call('HSET', K.meta, 'version', c.bullmq, 'opts.maxLenEvents', c.maxEvents)
  call('SETNX', base .. ':version', c.version)
  return { call('GET', base .. ':version'), call('EXISTS', I('set', 'whole')) }
end
`;
