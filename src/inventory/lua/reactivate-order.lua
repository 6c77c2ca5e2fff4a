-- Returns a canceled order's units to the fan's hold with its old deadline, or to general sale if that has passed.
-- KEYS[1..11] the sale's stock. ARGV: 1 order id, 2 random number.
-- Returns {'REACTIVATED', units}, {'DONE', units}, {'LATER'} or {'GONE'}.
-- @include require-open
-- @include saletime/sale-now
-- @include stock
local orderId, randomSeed = ARGV[1], ARGV[2]
-- @include give-back
local stored = redis.call('HGET', ordersKey, orderId)
endOrder(orderId)
if not stored then return { 'DONE', 0 } end
-- @include saletime/wake-sale

local order = cjson.decode(stored)
local holdKey = holdPrefix .. (order.hold or '')
local hold = redis.call('HMGET', holdKey, 'order', 'deadline')
if hold[1] ~= orderId or tonumber(hold[2]) <= saleNow then
  local units = giveBack(order.lines, orderId, order.fan, 'committed')
  if hold[1] == orderId then endHold(order.hold, 'expired') end
  return { 'DONE', units }
end

local units = 0
for _, line in ipairs(order.lines) do
  if line.b then touchSeat(line, 'h', order.hold) end
  shift(line.p, 'committed', 'held', line.n)
  units = units + line.n
end
redis.call('ZADD', deadlinesKey, hold[2], order.hold)
-- a rebuild since the commit may have numbered the seats anew
redis.call('HSET', holdKey, 'state', 'active', 'lines', cjson.encode(order.lines))
redis.call('HDEL', holdKey, 'order')
redis.call('PERSIST', holdKey)
return { 'REACTIVATED', units }
