-- Closes a sale to every script until it is rebuilt; only the recovery with the highest epoch may rebuild it.
-- KEYS[1] sale
-- ARGV[1] the epoch to build, or '' if Postgres has not assigned it yet
-- Returns {'CLOSED'} | {'STALE'}
local building = tonumber(redis.call('HGET', KEYS[1], 'rebuilding') or '0')
local running = tonumber(redis.call('HGET', KEYS[1], 'epoch') or '0')
if ARGV[1] ~= '' and tonumber(ARGV[1]) <= math.max(building, running) then return { 'STALE' } end
redis.call('HDEL', KEYS[1], 'epoch', 'runId', 'rebuilding')
if ARGV[1] ~= '' then redis.call('HSET', KEYS[1], 'rebuilding', ARGV[1]) end
return { 'CLOSED' }
