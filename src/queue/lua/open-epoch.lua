-- Opens a rebuilt sale to scripts with this epoch and run id.
-- KEYS[1] sale
-- ARGV[1] epoch; ARGV[2] run id
-- Returns {'OPENED'} | {'STALE'}
-- @include saletime/require-rebuilding
local time = redis.call('TIME')
redis.call('HDEL', KEYS[1], 'rebuilding')
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'runId', ARGV[2], 'lastTick', time[1] * 1000 + math.floor(time[2] / 1000))
return { 'OPENED' }
