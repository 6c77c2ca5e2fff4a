-- Ends an admission before its deadline, which frees its slot.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] admission id
-- Returns {'FINISHED', 1 if it was active} | {'STALE'}
-- @include saletime/require-epoch
redis.call('HDEL', KEYS[3], ARGV[3])
return { 'FINISHED', redis.call('ZREM', KEYS[2], ARGV[3]) }
