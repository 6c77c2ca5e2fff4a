-- Counts invalid promo codes and tells whether there were too many.
-- KEYS: [1..n] one counter each for the fan, the network and the sale
-- ARGV: [1] window in seconds, [2] how many to add (0 only reads), [3..n+2] failures allowed per counter
-- returns: {'OK'} | {'LIMITED', seconds until the counter resets}
local windowSeconds = tonumber(ARGV[1])
local added = tonumber(ARGV[2])

for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[i + 2]) then
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
