/** indexes is the Lua that makes our indexes anew from BullMQ's sets and the records. */
export const indexes = `
-- forget drops the indexes, except what nothing else tells (workers, the sign of life).
function commands.forget()
  local cursor = '0'
  repeat
    local page = call('SCAN', cursor, 'MATCH', index .. ':*', 'COUNT', 1000)
    cursor = page[1]
    for _, key in ipairs(page[2]) do
      local name = string.match(key, '^' .. string.gsub(index, '%p', '%%%0') .. ':(%a+):')
      if name == 'list' or name == 'keys' or name == 'names' or name == 'children' or name == 'held' then call('UNLINK', key) end
    end
  until cursor == '0'
  call('DEL', I('set', 'deadlines'), I('set', 'final'), I('set', 'expired'), I('set', 'unprojected'))
  return 1
end

-- members gives a page of one of BullMQ's sets.
function commands.members(c)
  if c.set == 'active' then return commands.get({ ids = call('LRANGE', K.active, c.from, c.from + c.limit - 1) }) end
  return commands.get({ ids = call('ZRANGE', c.lane or K[c.set], c.from, c.from + c.limit - 1) })
end

function commands.lanes()
  return call('SMEMBERS', base .. ':lanes')
end

local function bucketOf(id, lane)
  if call('ZSCORE', K.completed, id) then return 'completed' end
  if call('ZSCORE', K.failed, id) then return call('HGET', J(id), 'failedReason') == 'cancelled' and 'cancelled' or 'failed' end
  if call('ZSCORE', K['waiting-children'], id) then return 'waiting' end
  if call('ZSCORE', K.delayed, id) then return 'delayed' end
  if call('LPOS', K.active, id) then return 'running' end
  return call('ZSCORE', lane, id) and 'pending' or nil
end

local function reindex(job)
  local id, key = job.id, J(job.id)
  local seq, deadline, finished, expired, projected, available, lane, was =
    unpack(call('HMGET', key, 'seq', 'wu', 'finishedOn', 'xa', 'pj', 'av', 'lane', 'b'))
  local bucket = seq and bucketOf(id, lane)
  if not bucket then return end
  call('HSET', key, 'b', bucket)
  put(listKey(job.owner, job.kind, was), id, false)
  put(listKey(job.owner, job.kind, bucket), id, seq)
  if job.key then call('HSET', I('keys', job.owner), job.key, id) end
  nameWords(job, '0')
  if job.parent then call('ZADD', I('children', job.parent), job.index, id) end
  if bucket == 'waiting' and deadline then call('ZADD', I('set', 'deadlines'), deadline, id) end
  if bucket == 'delayed' and available == never then call('RPUSH', I('held', job.parent), id) end
  if finished and not job.parent then put(I('set', expired and 'expired' or 'final'), id, expired or finished) end
  if bucket == 'completed' and job.kind == 'document' and not projected and not expired then
    put(I('set', 'unprojected'), id, finished)
  end
end

function commands.reindex(c)
  for _, job in ipairs(c.jobs) do reindex(job) end
  return #c.jobs
end

function commands.whole()
  call('SET', I('set', 'whole'), now)
  return 1
end
`;
