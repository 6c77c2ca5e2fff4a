-- Frees an ended order's units. An unknown order owns none, so the call succeeds.
-- KEYS[1..11] the sale's stock. ARGV: 1 order id, 2 random number.
-- Returns {'DONE', units}, {'LATER'} or {'GONE'}.
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
local units = giveBack(order.lines, orderId, order.fan, 'committed')
if order.hold and redis.call('HGET', holdPrefix .. order.hold, 'order') == orderId then endHold(order.hold, 'released') end
return { 'DONE', units }
