-- Stores a source's latest report with Redis's own time, so that all nodes agree on its age.
-- KEYS[1] sale; KEYS[2] hash of reports
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] source; ARGV[4] report as JSON; ARGV[5] 1 if it shows that somebody is present
-- Returns {'REPORTED'} | {'STALE'}
-- @include saletime/require-epoch
-- reports kept whatever their age; beyond that, those of sources silent for a minute are dropped
local SOURCES, SILENT_MS = 32, 60000
-- @include saletime/sale-now
if ARGV[5] == '1' then
-- @include saletime/wake-sale
end
redis.call('HSET', KEYS[2], ARGV[3], string.format('%d %s', wallNow, ARGV[4]))
-- every process that ever had fans of the sale has a field
if redis.call('HLEN', KEYS[2]) > SOURCES then
  local reports = redis.call('HGETALL', KEYS[2])
  for i = 1, #reports, 2 do
    if wallNow - tonumber(string.match(reports[i + 1], '^%d+')) > SILENT_MS then redis.call('HDEL', KEYS[2], reports[i]) end
  end
end
return { 'REPORTED' }
