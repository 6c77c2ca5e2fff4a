-- Puts a turn off: the fan is passed over until then, and comes back as a returner. The token carries the time; Redis keeps
-- only the latest end of all deferrals, until which the sale does not sleep.
-- KEYS, ARGV[1…9]: include/place.lua
-- ARGV[10] for how long, in ms
-- Returns {'DEFERRED', until (sale time), saleNow} | {'DEFER_LIMIT'} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} | {'STANDS', standing} |
-- as include/place.lua
-- @include place
if standing == 'done' then return { 'PLACE_DONE' } end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
if standing == 'admitted' or standing == 'undrawn' then return { 'STANDS', standing } end
local wished = saleNow + tonumber(ARGV[10])
if turn then wished = math.min(wished, turn.passed + DEFER_REACH_MS + saleNow - lineNow) end
if wished <= saleNow then return { 'DEFER_LIMIT' } end
for i = 6, 8 do redis.call('ZREM', KEYS[i], position) end
local latest = tonumber(redis.call('HGET', KEYS[1], 'deferredUntil') or '0')
redis.call('HSET', KEYS[1], 'deferredUntil', math.max(latest, wished))
return { 'DEFERRED', wished, saleNow }
