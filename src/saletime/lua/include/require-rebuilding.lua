-- Lets only the recovery that closed the sale last rebuild it: a slower, older one is refused.
-- KEYS[1] the sale's hash; ARGV[1] the epoch being built. Gives: nothing. Returns {'STALE'} from the script.
if redis.call('HGET', KEYS[1], 'rebuilding') ~= ARGV[1] then return { 'STALE' } end
