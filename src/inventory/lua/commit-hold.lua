-- Transfers a hold's units to an order. They no longer expire: only the order's end frees them.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 hold id, 4 fan key, 5 order id, 6 revision of the hold for
-- which the order was written, or 0 for any.
-- Returns {'COMMITTED', sale time, fields of the hold…} (fields may be missing after a rebuild), {'EXPIRED'},
-- {'CHANGED'}, {'UNKNOWN'}, {'STALE'}. Idempotent per order.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local holdId, fan, orderId = ARGV[3], ARGV[4], ARGV[5]
local holdKey = holdPrefix .. holdId
if redis.call('HEXISTS', ordersKey, orderId) == 1 then
  return { 'COMMITTED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
end
-- the order ended while this call was in flight: nothing would ever free the units it takes
if isOrderOver(orderId) then return { 'EXPIRED' } end
-- @include require-hold
if hold.state ~= 'active' or isOver then return { 'EXPIRED' } end
if ARGV[6] ~= '0' and ARGV[6] ~= hold.revision then return { 'CHANGED' } end

local lines = cjson.decode(hold.lines)
for _, line in ipairs(lines) do
  if line.b then touchSeat(line, 'c', orderId) end
  shift(line.p, 'held', 'committed', line.n)
end
redis.call('HSET', ordersKey, orderId, cjson.encode({ fan = fan, hold = holdId, lines = lines }))
redis.call('ZREM', deadlinesKey, holdId)
redis.call('HSET', holdKey, 'state', 'committed', 'order', orderId)
redis.call('EXPIRE', holdKey, COMMITTED_SECONDS)
return { 'COMMITTED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
