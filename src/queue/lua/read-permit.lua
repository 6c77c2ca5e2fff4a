-- Reads an active admission. Read-only.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] admission id
-- Returns {'ACTIVE', admission as JSON, deadline, saleNow} | {'NOT_ACTIVE'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
local deadline = tonumber(redis.call('ZSCORE', KEYS[2], ARGV[3]) or '0')
local admission = redis.call('HGET', KEYS[3], ARGV[3])
if deadline <= saleNow or not admission then return { 'NOT_ACTIVE' } end
return { 'ACTIVE', admission, deadline, saleNow }
