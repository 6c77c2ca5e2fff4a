-- Counts a request for a portal link before it is served, so that concurrent requests cannot exceed the limits.
-- KEYS[1] requests of the network; KEYS[2] requests of the network for the address
-- ARGV[1] window in seconds; ARGV[2] requests per network; ARGV[3] requests of one network per address
-- Returns {'COUNTED'} | {'NETWORK', seconds until the network may ask again} | {'ADDRESS'}
local function isSpent(key, allowed)
  return tonumber(redis.call('GET', key) or '0') >= tonumber(allowed)
end
local function count(key)
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[1]) end
end
if isSpent(KEYS[1], ARGV[2]) then return { 'NETWORK', redis.call('TTL', KEYS[1]) } end -- guard: network
count(KEYS[1])
if isSpent(KEYS[2], ARGV[3]) then return { 'ADDRESS' } end -- guard: address
count(KEYS[2])
return { 'COUNTED' }
