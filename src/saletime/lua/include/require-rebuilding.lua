-- Refuses every recovery but the one that last closed the sale.
-- KEYS[1] the sale's hash; ARGV[1] the epoch being built. Gives: nothing. Returns {'STALE'} from the script.
if redis.call('HGET', KEYS[1], 'rebuilding') ~= ARGV[1] then return { 'STALE' } end
