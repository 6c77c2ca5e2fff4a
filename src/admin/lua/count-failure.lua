-- Counts a failed sign-in and tells whether there were too many.
-- KEYS: [1..n] one counter per account and per network
-- ARGV: [1] window in seconds, [2] failures allowed in it, [3] how many to add (0 only asks)
-- returns: {'OK'} | {'LIMITED', seconds until the first counter starts anew}
local windowSeconds = tonumber(ARGV[1])
local allowed = tonumber(ARGV[2])
local added = tonumber(ARGV[3])

for _, key in ipairs(KEYS) do
  local count = tonumber(redis.call('GET', key) or '0')
  if count >= allowed then
    return { 'LIMITED', redis.call('TTL', key) }
  end
end
if added > 0 then
  for _, key in ipairs(KEYS) do
    if redis.call('INCRBY', key, added) == added then
      redis.call('EXPIRE', key, windowSeconds)
    end
  end
end
return { 'OK' }
