import { claimedFields, freshFields, quoted } from './frame.ts';

/** commands is the Lua of what every job goes through, one function a command of the port. */
export const commands = `
local commands = {}

local function existing(jobs)
  for _, job in ipairs(jobs) do
    if call('EXISTS', J(job.id)) == 1 then return job.id end
  end
end

function commands.add(c)
  local first = c.jobs[1]
  local joined = first.key and call('HGET', I('keys', first.owner), first.key)
  if joined then
    -- Whoever was not told that it was added, this caller is: it stays.
    call('HSET', J(joined), 'jn', 1)
    return { joined, 0 }
  end
  local there = existing(c.jobs)
  if there then error('job ' .. there .. ' is there already') end
  for at, job in ipairs(c.jobs) do insert(job, c.texts[at]) end
  return { first.id, 1 }
end

local function promoteDue()
  for _, id in ipairs(call('ZRANGEBYSCORE', K.delayed, 0, (now + 1) * 4096 - 1, 'LIMIT', 0, 100)) do promote(id) end
end

local claimedFields, freshFields = { ${quoted(claimedFields)} }, { ${quoted(freshFields)} }
-- read gives a job and its fields by their names; one that was never claimed has but few.
local function read(id)
  local key, names = J(id), freshFields
  local values = call('HMGET', key, unpack(freshFields))
  if values[#freshFields] then
    names = claimedFields
    values = call('HMGET', key, unpack(claimedFields))
    return jobOf(id, key, unpack(values)), names, values
  end
  return jobOf(id, key, unpack(values, 1, 5)), names, values
end

local takeKeys = { K.wait, K.active, '', K.events, K.stalled, K.limiter, K.delayed, K.paused, K.meta, K.pc, K.marker }
local function take(lane, job, worker, names, values)
  local id, claim, ran = job.id, tonumber(job.claims or '0') + 1, job.ran
  if job.kind == 'chunk' then
    -- A chunk shares the time limit of its parent.
    local before, since = unpack(call('HMGET', J(job.parent), 'rb', 'cs'))
    ran = tonumber(before or '0') + now - tonumber(since or now)
  end
  local claimText, ranText = string.format('%d', claim), string.format('%d', ran)
  notes[id] = { data = string.format('{"workerId":%s,"claim":%s,"attempt":%s}', workerNames[worker], claimText, job.number) }
  joined[job.key] = { 'ats', claimText, 'rb', ranText }
  local changed = { b = 'running', ats = claimText, rb = ranText, processedOn = stamp, pb = worker }
  if job.claims then shift(job, 'running')
  else
    changed.st = stamp
    shift(job, 'running', 'st', stamp)
  end
  known = { key = job.key, ats = claim, head = id }
  takeKeys[3] = lane
  bull.moveToActive(takeKeys, { base .. ':', stamp, { token = claimText, lockDuration = setup.lease, name = worker } })
  known = {}
  writeJoined(job.key)
  local row, last = {}, 0
  for at, name in ipairs(names) do
    local value = values[at]
    if value and not changed[name] then
      row[last + 1], row[last + 2] = name, value
      last = last + 2
    end
  end
  for name, value in pairs(changed) do
    row[last + 1], row[last + 2] = name, value
    last = last + 2
  end
  return { row, setup.lease }
end

-- A job that must run alone goes to an idle worker, with nothing beside it; while one is first in the order, jobs behind it wait.
function commands.claim(c)
  if call('HGET', K.meta, 'paused') then return {} end
  promoteDue()
  for _, engine in ipairs(c.engines) do
    if sets[laneKey(c.queue, engine)] then writeBack() end
  end
  local heads, out, ahead = {}, {}, {}
  local function look(lane)
    local next = ahead[lane]
    next.at = next.at + 2
    heads[lane] = next[next.at] and { next[next.at], tonumber(next[next.at + 1]) } or nil
  end
  for _, engine in ipairs(c.engines) do
    local lane = laneKey(c.queue, engine)
    ahead[lane] = call('ZRANGE', lane, 0, c.limit - 1, 'WITHSCORES')
    ahead[lane].at = -1
    look(lane)
  end
  while #out < c.limit do
    local best
    for lane, head in pairs(heads) do
      if not best or head[2] < heads[best][2] then best = lane end
    end
    if not best then break end
    local job, names, values = read(heads[best][1])
    -- Only a job that ran before can have to run alone.
    local alone = job.claims and call('HGET', job.key, 'al') == '1'
    if alone and (#out > 0 or not c.idle) then break end
    out[#out + 1] = take(best, job, c.workerId, names, values)
    if alone then break end
    look(best)
  end
  return out
end

function commands.complete(c)
  local job = load(c.id)
  local failedPages, result = unpack(c.texts)
  -- The answer to the first call may have been lost on its way.
  if not isHeld(job, c.token) then return c.again and job and job.bucket == 'completed' and job.claims == c.token and 1 or 0 end
  if job.kind == 'chunk' then countPages(job, c.pages) end
  finish(job, 'completed', { value = result, data = string.format('{"outcome":"%s","pages":%d}', c.outcome, c.pages) },
    'oc', c.outcome, 'fp', failedPages, 'progress', progressText(c.pages, progressOf(job).pagesTotal), 'tries', triesWith(job, ''))
  childEnded(job, c.outcome == 'partial' and 'partial' or 'completed')
  return 1
end

function commands.projected(c)
  local key = I('set', 'unprojected')
  local heldBack = sets[key] or {}
  for _, id in ipairs(c.ids) do
    if heldBack[id] or call('ZREM', key, id) == 1 then
      if heldBack[id] then put(key, id, false) end
      call('HSET', J(id), 'pj', '1')
      event(id, 'projected')
    end
  end
  return 1
end
`;
