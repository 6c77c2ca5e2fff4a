-- Writes the promoter's policy, unless the sale already has that version or a newer one.
-- KEYS[1] sale
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] policy version; ARGV[4] setup as JSON; ARGV[5…] field, value, …
-- Returns {'APPLIED'} | {'OLDER'} | {'STALE'}
-- @include saletime/require-epoch
local known = tonumber(redis.call('HGET', KEYS[1], 'policyVersion') or '0')
if tonumber(ARGV[3]) <= known then return { 'OLDER' } end
-- @include saletime/wake-sale
redis.call('HSET', KEYS[1], 'policyVersion', ARGV[3], 'setup', ARGV[4], unpack(ARGV, 5))
-- invalidates decisions made on the previous policy
redis.call('HINCRBY', KEYS[1], 'tickId', 1)
return { 'APPLIED' }
