-- Gives: markReady(readyKey, seenKey, position, staleAt, factor): adds a present fan to the ready set; staleAt in ms of
-- sale time; factor > 1 for a fan with extra time. Bounded: when full, a lower position evicts the highest.
local READY_MAX = 20000
-- taken off the score of a fan with extra time: marks it for the tick, and changes no order because positions are whole
local EXTRA_TIME_MARK = 0.25
local function markReady(readyKey, seenKey, position, staleAt, factor)
  if not redis.call('ZSCORE', readyKey, position) and redis.call('ZCARD', readyKey) >= READY_MAX then
    local highest = redis.call('ZREVRANGE', readyKey, 0, 0)[1]
    if position >= tonumber(highest) then return end
    redis.call('ZREM', readyKey, highest)
    redis.call('ZREM', seenKey, highest)
  end
  -- LT: a sign of life by an older token takes no mark away
  redis.call('ZADD', readyKey, 'LT', factor > 1 and position - EXTRA_TIME_MARK or position, position)
  redis.call('ZADD', seenKey, 'GT', staleAt, position)
end
