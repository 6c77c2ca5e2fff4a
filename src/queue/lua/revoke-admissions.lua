-- Ends admissions on behalf of staff: their passes become void, and their places cannot be admitted again.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission; KEYS[4] groups
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] most to end; ARGV[4…] admission ids, or none for all active ones
-- Returns {'REVOKED', ended admission ids} | {'STALE'}
-- @include saletime/require-epoch
local asked, ended = { unpack(ARGV, 4) }, {}
if #asked == 0 then asked = redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[3]) - 1) end
for i = 1, math.min(#asked, tonumber(ARGV[3])) do
  local stored = redis.call('HGET', KEYS[3], asked[i])
  if redis.call('ZREM', KEYS[2], asked[i]) == 1 then ended[#ended + 1] = asked[i] end
  redis.call('HDEL', KEYS[3], asked[i])
  if stored then
    local admission = cjson.decode(stored)
    redis.call('HDEL', KEYS[4], admission.lane .. ':' .. admission.number .. ':until')
  end
end
return { 'REVOKED', ended }
