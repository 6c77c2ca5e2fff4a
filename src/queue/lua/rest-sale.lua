-- Puts a sale to rest in two steps, like a second-chance algorithm: any sign of life clears `drowsy`, and only a sale
-- that is still drowsy falls `asleep`. A sale with somebody ready, called or admitted does not rest, nor does one with
-- a running deferral, which would end late because sale time stands still while a sale sleeps.
-- KEYS[1] sale; KEYS[2] active; then for each lane: ready, called
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] drowsy or asleep
-- Returns {'RESTS'} | {'LIVELY'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
if ARGV[3] == 'asleep' and knownEpoch[3] ~= 'drowsy' then return { 'LIVELY' } end
if tonumber(redis.call('HGET', KEYS[1], 'deferredUntil') or '0') > saleNow then return { 'LIVELY' } end
for i = 2, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then return { 'LIVELY' } end
end
redis.call('HSET', KEYS[1], 'rest', ARGV[3])
return { 'RESTS' }
