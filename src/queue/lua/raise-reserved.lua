-- Raises the bound of a lane's numbers, after Postgres has stored it. Monotonic.
-- KEYS[1] sale; KEYS[2] lane
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] bound as stored in Postgres
-- Returns {'RAISED'} | {'STALE'}
-- @include saletime/require-epoch
local known = tonumber(redis.call('HGET', KEYS[2], 'reserved') or '0')
if tonumber(ARGV[3]) > known then redis.call('HSET', KEYS[2], 'reserved', ARGV[3]) end
return { 'RAISED' }
