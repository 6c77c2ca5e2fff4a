-- Refuses a sale whose epoch or Redis server is not the caller's: a restart, restore, promotion or FLUSHALL is detected
-- here, at the first call.
-- KEYS[1] the sale's hash; ARGV[1] epoch; ARGV[2] run id. Gives: knownEpoch {epoch, run id, rest} for wake-sale.
-- Returns {'STALE'} from the script.
local knownEpoch = redis.call('HMGET', KEYS[1], 'epoch', 'runId', 'rest')
if knownEpoch[1] ~= ARGV[1] or knownEpoch[2] ~= ARGV[2] then return { 'STALE' } end
