-- Compares a code with the one mailed last; it works once and is deleted after too many wrong tries.
-- KEYS[1] code of the address
-- ARGV[1] digest of the typed code
-- Returns {'RIGHT'} | {'WRONG'}
local kept = redis.call('HGET', KEYS[1], 'code')
if not kept then return { 'WRONG' } end
if kept == ARGV[1] then
  redis.call('DEL', KEYS[1])
  return { 'RIGHT' }
end
if redis.call('HINCRBY', KEYS[1], 'tries', -1) <= 0 then redis.call('DEL', KEYS[1]) end -- guard: tries
return { 'WRONG' }
