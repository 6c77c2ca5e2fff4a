-- Counts a try (an access code, a mail without a challenge) before it is done, so that many at once are no more than allowed.
-- KEYS[1] tries of the network; KEYS[2] tries of the sale
-- ARGV[1] window in seconds; ARGV[2] tries of a network; ARGV[3] wrong tries of the sale from which on networks get fewer;
-- ARGV[4] tries of a network from then on
-- Returns {'COUNTED'} | {'LIMITED', seconds until the network may try again}
local function count(key)
  local tries = redis.call('INCR', key)
  if tries == 1 then redis.call('EXPIRE', key, ARGV[1]) end
  return tries
end
local sale = tonumber(redis.call('GET', KEYS[2]) or '0')
local allowed = sale > tonumber(ARGV[3]) and tonumber(ARGV[4]) or tonumber(ARGV[2])
if tonumber(redis.call('GET', KEYS[1]) or '0') >= allowed then return { 'LIMITED', redis.call('TTL', KEYS[1]) } end -- guard: guesses
count(KEYS[1])
count(KEYS[2])
return { 'COUNTED' }
