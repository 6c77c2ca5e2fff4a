-- Stores a source's latest report with Redis's own time, so that all nodes agree on its age.
-- KEYS[1] sale; KEYS[2] hash of reports
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] source; ARGV[4] report as JSON; ARGV[5] 1 if it shows that somebody is present
-- Returns {'REPORTED'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
if ARGV[5] == '1' then
-- @include saletime/wake-sale
end
redis.call('HSET', KEYS[2], ARGV[3], string.format('%d %s', wallNow, ARGV[4]))
return { 'REPORTED' }
