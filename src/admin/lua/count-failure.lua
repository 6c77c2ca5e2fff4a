-- Counts a failed sign-in and returns the back-off before the next attempt.
-- KEYS: [1..n] one counter each: hash of failures and time of the last one
-- ARGV: [1] TTL of a counter in seconds after its last failure, [2] failures to add (0 only reads),
--       then per key: free failures, milliseconds between attempts beyond them
-- returns: milliseconds to wait, 0 for none
local lifeSeconds = tonumber(ARGV[1])
local added = tonumber(ARGV[2])
local time = redis.call('TIME')
local nowMs = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local waitMs = 0
for index, key in ipairs(KEYS) do
  local free = tonumber(ARGV[1 + index * 2])
  local stepMs = tonumber(ARGV[2 + index * 2])
  local counter = redis.call('HMGET', key, 'failures', 'atMs')
  if tonumber(counter[1] or '0') >= free then
    waitMs = math.max(waitMs, tonumber(counter[2] or '0') + stepMs - nowMs)
  end
  if added > 0 then
    redis.call('HINCRBY', key, 'failures', added)
    redis.call('HSET', key, 'atMs', nowMs)
    redis.call('EXPIRE', key, lifeSeconds)
  end
end
return math.max(0, waitMs)
