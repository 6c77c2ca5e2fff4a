-- Counts an address that a place asks to be mailed at, before it is stored: concurrent requests cannot exceed the limits.
-- KEYS[1] subscriptions of the place; KEYS[2] subscriptions of the address
-- ARGV[1] window in seconds; ARGV[2] subscriptions per place; ARGV[3] subscriptions per address
-- Returns {'COUNTED'} | {'LIMITED', seconds until the place or the address may subscribe again}
local function isSpent(key, allowed)
  return tonumber(redis.call('GET', key) or '0') >= tonumber(allowed)
end
local function count(key)
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[1]) end
end
if isSpent(KEYS[1], ARGV[2]) then return { 'LIMITED', redis.call('TTL', KEYS[1]) } end -- guard: place
count(KEYS[1])
if isSpent(KEYS[2], ARGV[3]) then return { 'LIMITED', redis.call('TTL', KEYS[2]) } end -- guard: address
count(KEYS[2])
return { 'COUNTED' }
