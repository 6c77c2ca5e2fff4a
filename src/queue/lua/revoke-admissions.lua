-- Ends admissions on behalf of staff: their passes become void, and their places cannot be admitted again.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission; KEYS[4] groups; KEYS[5] those who were in when it was asked
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] most to end; ARGV[4] key of the asking, '' for none: its repeat ends nobody
--   who came after it; ARGV[5…] admission ids, or none for all active ones
-- Returns {'REVOKED', ended admission ids, admissions looked at} | {'STALE'}
-- @include saletime/require-epoch
local KEEP_MS = 3600 * 1000
local asked, ended, most = { unpack(ARGV, 5) }, {}, tonumber(ARGV[3])
if #asked == 0 and ARGV[4] == '' then asked = redis.call('ZRANGE', KEYS[2], 0, most - 1) end
if #asked == 0 and ARGV[4] ~= '' then
  if redis.call('HSETNX', KEYS[1], 'asking:' .. ARGV[4], 1) == 1 then
    redis.call('ZUNIONSTORE', KEYS[5], 1, KEYS[2])
    redis.call('PEXPIRE', KEYS[5], KEEP_MS)
  end
  local popped = redis.call('ZPOPMIN', KEYS[5], most)
  for i = 1, #popped, 2 do asked[#asked + 1] = popped[i] end
end
for i = 1, math.min(#asked, most) do
  local stored = redis.call('HGET', KEYS[3], asked[i])
  if redis.call('ZREM', KEYS[2], asked[i]) == 1 then ended[#ended + 1] = asked[i] end
  redis.call('HDEL', KEYS[3], asked[i])
  if stored then
    local admission = cjson.decode(stored)
    redis.call('HDEL', KEYS[4], admission.lane .. ':' .. admission.number .. ':until')
  end
end
return { 'REVOKED', ended, math.min(#asked, most) }
