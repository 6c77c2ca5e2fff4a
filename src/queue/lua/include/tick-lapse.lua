-- Expires calls, signs of life and admissions. Bounded: the rest follows with the next tick, 250 ms later.
-- KEYS[2] active; KEYS[3] admission.
-- Needs: saleNow, lineNow, passedAt, lanes (tables with the keys of each lane), claimWindowMs, wasTold.
-- Gives: lapsedCalls (count), endedAdmissions (ids).
-- calls of a place in a row that nobody need have heard of; a client that never listens would take turn after turn
local LAPSE_MAX, DEFER_REACH_MS, UNHEARD_MAX = 1000, 30 * 60 * 1000, 3
local lapsedCalls = 0
for _, lane in ipairs(lanes) do
  local due = redis.call('ZRANGEBYSCORE', lane.called, '-inf', saleNow, 'WITHSCORES', 'LIMIT', 0, LAPSE_MAX)
  for i = 1, #due, 2 do
    local position = due[i]
    -- outlasts every claim window, deferred and with extra time: while a lapse is known, no socket makes the place ready again
    local ends = passedAt(lane.history, position) + DEFER_REACH_MS + 2 * claimWindowMs
    local isMissed, unheard = true, '?' .. position
    -- a call that nobody heard of is not held against the place: its next sign of life makes it ready again
    isMissed = wasTold(due[i + 1]) -- guard: told
    if not isMissed then
      -- whole milliseconds, and a quarter for each such call
      local calls = tonumber(redis.call('ZSCORE', lane.lapsed, unheard) or '0') % 1 * 4
      isMissed = calls >= UNHEARD_MAX -- guard: unheard
      if not isMissed then redis.call('ZADD', lane.lapsed, math.floor(ends) + (calls + 1) / 4, unheard) end
    end
    if isMissed then
      local before = tonumber(redis.call('ZSCORE', lane.lapsed, position) or '0')
      -- a negative end marks the second lapse, which expires the place
      redis.call('ZADD', lane.lapsed, before > 0 and -before or ends, position)
      redis.call('ZREM', lane.lapsed, unheard)
    end
    redis.call('ZREM', lane.called, position)
    lapsedCalls = lapsedCalls + 1
  end
  redis.call('ZREMRANGEBYSCORE', lane.lapsed, -lineNow, lineNow)
  for _, position in ipairs(redis.call('ZRANGEBYSCORE', lane.seen, '-inf', saleNow, 'LIMIT', 0, LAPSE_MAX)) do
    redis.call('ZREM', lane.ready, position)
    redis.call('ZREM', lane.seen, position)
  end
end
local endedAdmissions = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', saleNow, 'LIMIT', 0, LAPSE_MAX)
for _, admission in ipairs(endedAdmissions) do
  redis.call('ZREM', KEYS[2], admission)
  redis.call('HDEL', KEYS[3], admission)
end
