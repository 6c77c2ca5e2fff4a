-- Keeps the code that is about to be mailed, if the address and the sale may have one more mail in this hour.
-- KEYS[1] the code of the address; KEYS[2] mails of the address; KEYS[3] mails of the sale
-- ARGV[1] digest of the code; ARGV[2] tries; ARGV[3] life of the code in seconds; ARGV[4] seconds of an hour; ARGV[5] mails of
-- an address in it; ARGV[6] mails of the sale in it
-- Returns {'KEPT'} | {'LIMITED'}
local function sent(key) return tonumber(redis.call('GET', key) or '0') end
if sent(KEYS[2]) >= tonumber(ARGV[5]) or sent(KEYS[3]) >= tonumber(ARGV[6]) then return { 'LIMITED' } end -- guard: mails
for at = 2, 3 do
  local key = KEYS[at]
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[4]) end
end
redis.call('HSET', KEYS[1], 'code', ARGV[1], 'tries', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return { 'KEPT' }
