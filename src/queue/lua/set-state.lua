-- Moves the sale to another state. When it pauses or sells out, called fans return to the ready set without a penalty.
-- KEYS[1] sale; then for each lane: ready, seen, called
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] state
-- Returns {'SET'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include saletime/wake-sale
local RETURN_WITHIN_MS = 30000
redis.call('HSET', KEYS[1], 'state', ARGV[3])
redis.call('HINCRBY', KEYS[1], 'tickId', 1)
if ARGV[3] ~= 'paused' and ARGV[3] ~= 'sold_out' then return { 'SET' } end
for i = 2, #KEYS, 3 do
  -- bounded by the cap
  for _, position in ipairs(redis.call('ZRANGE', KEYS[i + 2], 0, -1)) do
    redis.call('ZADD', KEYS[i], position, position)
    redis.call('ZADD', KEYS[i + 1], saleNow + RETURN_WITHIN_MS, position)
  end
  redis.call('DEL', KEYS[i + 2])
end
return { 'SET' }
