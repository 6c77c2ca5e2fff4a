-- Counts a try (an access code, a mail without a challenge) before it is made, so that concurrent tries cannot exceed
-- the limit.
-- KEYS[1] tries of the network; KEYS[2] tries of the sale
-- ARGV[1] window in seconds; ARGV[2] tries per network; ARGV[3] tries of the sale above which networks get fewer;
-- ARGV[4] tries per network above it
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
