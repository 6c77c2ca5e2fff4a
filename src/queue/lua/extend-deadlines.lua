-- Extends the deadlines of everybody who shops, pays or holds, by moving sale time back. Whatever must not be extended
-- moves back with it: line time, open calls, signs of life and measurements.
-- KEYS[1] sale; KEYS[2] active; then for each lane: lane, called, seen
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] extension in ms; ARGV[4] key of the asking, '' for none: its repeat extends nothing
-- Returns {'EXTENDED', saleNow, {admission id, deadline, …}, extension of this epoch in all} | {'TOO_FAR'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
local shiftMs = tonumber(ARGV[3])
-- a repeat answers how everything stands
local asking = ARGV[4] ~= '' and 'asking:' .. ARGV[4]
if asking and redis.call('HEXISTS', KEYS[1], asking) == 1 then
  return { 'EXTENDED', saleNow, redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES'), tonumber(redis.call('HGET', KEYS[1], 'extendedMs') or '0') }
end
-- a deadline of 0 means none, so sale time must stay above 0
if saleNow - shiftMs < 1 then return { 'TOO_FAR' } end
local CHUNK = 1000

local function shiftField(key, field)
  local value = redis.call('HGET', key, field)
  if value and tonumber(value) ~= 0 then redis.call('HINCRBYFLOAT', key, field, -shiftMs) end
end
-- bounded: open calls by the cap, signs of life by the size of the ready set
local function shiftScores(key)
  local members = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
  for first = 1, #members, 2 * CHUNK do
    local entries = {}
    for i = first, math.min(first + 2 * CHUNK, #members) - 1, 2 do
      entries[#entries + 1] = members[i + 1] - shiftMs
      entries[#entries + 1] = members[i]
    end
    redis.call('ZADD', key, unpack(entries))
  end
end

if asking then redis.call('HSET', KEYS[1], asking, shiftMs) end
redis.call('HSET', KEYS[1], 'saleMs', saleNow - shiftMs, 'lastTick', wallNow)
redis.call('HINCRBY', KEYS[1], 'standstillMs', -shiftMs)
local extendedMs = redis.call('HINCRBY', KEYS[1], 'extendedMs', shiftMs)
redis.call('HINCRBY', KEYS[1], 'tickId', 1)
for _, field in ipairs({ 'quietUntil', 'epochSaleMs', 'drawnAt' }) do shiftField(KEYS[1], field) end
for i = 3, #KEYS, 3 do
  for _, field in ipairs({ 'windowAt', 'measuredSince' }) do shiftField(KEYS[i], field) end
  shiftScores(KEYS[i + 1])
  shiftScores(KEYS[i + 2])
end
return { 'EXTENDED', saleNow - shiftMs, redis.call('ZRANGE', KEYS[2], 0, -1, 'WITHSCORES'), extendedMs }
