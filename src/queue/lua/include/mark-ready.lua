-- Gives: markReady(readyKey, seenKey, position, staleAt): adds a present fan to the ready set; staleAt in ms of sale
-- time. Bounded: when full, a lower position evicts the highest.
local READY_MAX = 20000
local function markReady(readyKey, seenKey, position, staleAt)
  if not redis.call('ZSCORE', readyKey, position) and redis.call('ZCARD', readyKey) >= READY_MAX then
    local highest = redis.call('ZREVRANGE', readyKey, 0, 0)[1]
    if position >= tonumber(highest) then return end
    redis.call('ZREM', readyKey, highest)
    redis.call('ZREM', seenKey, highest)
  end
  redis.call('ZADD', readyKey, position, position)
  redis.call('ZADD', seenKey, 'GT', staleAt, position)
end
