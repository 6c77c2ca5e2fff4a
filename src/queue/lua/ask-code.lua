-- Stores the code about to be mailed, if the address and the sale are below their hourly limits.
-- KEYS[1] code of the address; KEYS[2] mails of the address; KEYS[3] mails of the sale
-- ARGV[1] digest of the code; ARGV[2] tries; ARGV[3] TTL of the code in seconds; ARGV[4] window in seconds;
-- ARGV[5] mails per address and window; ARGV[6] mails per sale and window
-- Returns {'KEPT'} | {'ADDRESS_LIMIT'} | {'SALE_LIMIT'}
local function sent(key) return tonumber(redis.call('GET', key) or '0') end
if sent(KEYS[2]) >= tonumber(ARGV[5]) then return { 'ADDRESS_LIMIT' } end -- guard: mails
if sent(KEYS[3]) >= tonumber(ARGV[6]) then return { 'SALE_LIMIT' } end -- guard: mails
for at = 2, 3 do
  local key = KEYS[at]
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[4]) end
end
redis.call('HSET', KEYS[1], 'code', ARGV[1], 'tries', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return { 'KEPT' }
