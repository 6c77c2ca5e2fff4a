-- Frees the units that an order does not keep, such as refunded tickets. Takes the kept lines, so that a repeated or
-- late call changes nothing and an order never grows.
-- KEYS[1..11] the sale's stock. ARGV: 1 order id, 2 random number, 3 kept lines as JSON.
-- Returns {'DONE', units}, {'LATER'} or {'GONE'}.
-- @include require-open
-- @include saletime/sale-now
-- @include stock
local orderId, randomSeed, kept = ARGV[1], ARGV[2], cjson.decode(ARGV[3])
-- @include give-back
local stored = redis.call('HGET', ordersKey, orderId)
if not stored then return { 'DONE', 0 } end

local seats, counts = {}, {}
for _, line in ipairs(kept) do
  if line.b then seats[line.b .. ':' .. line.o] = true else counts[line.p] = (counts[line.p] or 0) + line.n end
end
local order, stays, goes = cjson.decode(stored), {}, {}
for _, line in ipairs(order.lines) do
  local n = line.n
  if line.b then
    if not seats[line.b .. ':' .. line.o] then n = 0 end
  else
    n = math.min(line.n, counts[line.p] or 0)
    counts[line.p] = (counts[line.p] or 0) - n
  end
  if n > 0 then stays[#stays + 1] = { t = line.t, p = line.p, n = n, b = line.b, o = line.o } end
  if n < line.n then goes[#goes + 1] = { t = line.t, p = line.p, n = line.n - n, b = line.b, o = line.o } end
end
if #goes == 0 then return { 'DONE', 0 } end
-- @include saletime/wake-sale

local units = giveBack(goes, orderId, order.fan, 'committed')
if #stays == 0 then
  endOrder(orderId)
else
  order.lines = stays
  redis.call('HSET', ordersKey, orderId, cjson.encode(order))
end
return { 'DONE', units }
