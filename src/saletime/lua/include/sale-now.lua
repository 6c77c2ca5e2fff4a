-- Sale time: the last tick's value plus at most 1 s of Redis's own clock; a clock that went back adds 0.
-- KEYS[1] the sale's hash. Gives: saleNow (ms, integer), wallNow (ms, Redis's TIME), lastTick (ms),
-- saleState (as it was when the script began).
local wallTime = redis.call('TIME')
local wallNow = wallTime[1] * 1000 + math.floor(wallTime[2] / 1000)
local saleClock = redis.call('HMGET', KEYS[1], 'saleMs', 'lastTick', 'state')
local lastTick, saleState = tonumber(saleClock[2] or wallNow), saleClock[3]
local saleNow = tonumber(saleClock[1] or 0) + math.max(0, math.min(1000, wallNow - lastTick))
