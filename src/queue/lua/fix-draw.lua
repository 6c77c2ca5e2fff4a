-- Writes each lane's N as accepted by Postgres, and delays the first call until everybody has learnt their position.
-- KEYS[1] sale; KEYS[2…] lanes
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] quiet time in ms; ARGV[4…] N of each lane
-- Returns {'FIXED'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
if redis.call('HGET', KEYS[1], 'drawnAt') then return { 'FIXED' } end
-- @include saletime/wake-sale
local anybody = false
for i = 2, #KEYS do
  redis.call('HSET', KEYS[i], 'drawn', ARGV[i + 2])
  anybody = anybody or tonumber(ARGV[i + 2]) > 0
end
redis.call('HSET', KEYS[1], 'drawnAt', saleNow)
if anybody then redis.call('HSET', KEYS[1], 'quietUntil', saleNow + ARGV[3]) end
return { 'FIXED' }
