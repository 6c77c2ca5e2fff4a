-- Refuses to touch a sale of another epoch or of another Redis than the caller knows: a restart, a restore, a promotion
-- and a FLUSHALL all fail here, at the first call.
-- KEYS[1] the sale's hash; ARGV[1] epoch; ARGV[2] run id. Gives: knownEpoch {epoch, run id, rest} for wake-sale.
-- Returns {'STALE'} from the script.
local knownEpoch = redis.call('HMGET', KEYS[1], 'epoch', 'runId', 'rest')
if knownEpoch[1] ~= ARGV[1] or knownEpoch[2] ~= ARGV[2] then return { 'STALE' } end
