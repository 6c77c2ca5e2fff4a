-- Defers a turn: the fan is passed over until then, and comes back as a returner. Redis keeps the time and counts a
-- place's deferrals across all its tokens; the token carries both through a loss of Redis. The sale does not sleep
-- before the latest end.
-- KEYS, ARGV[1…11]: include/place.lua
-- ARGV[12] duration in ms; ARGV[13] deferrals by the token; ARGV[14] most deferrals; ARGV[15] TTL of the count in ms;
-- ARGV[16] digest of the call's idempotency key, empty without one: a repeated call is answered as the first and not
-- counted again. A place has as many of them as deferrals.
-- Returns {'DEFERRED', until (sale time), saleNow, deferrals} | {'DEFER_LIMIT'} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} |
-- {'STANDS', standing} | {'IDEMPOTENCY_MISMATCH'} | as include/place.lua
-- @include place
local callField = groupField .. ':' .. ARGV[16]
local firstCall = ARGV[16] ~= '' and redis.call('HGET', KEYS[14], callField)
if firstCall then
  local duration, deferredUntil, deferrals = unpack(cjson.decode(firstCall))
  if duration ~= ARGV[12] then return { 'IDEMPOTENCY_MISMATCH' } end
  return { 'DEFERRED', deferredUntil, saleNow, deferrals }
end
if standing == 'done' then return { 'PLACE_DONE' } end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
if standing == 'admitted' or standing == 'undrawn' or standing == 'shared' then return { 'STANDS', standing } end
local times = math.max(tonumber(ARGV[13]), tonumber(redis.call('HGET', KEYS[14], groupField) or '0')) + 1
if times > tonumber(ARGV[14]) then return { 'DEFER_LIMIT' } end -- guard: deferrals
local wished = saleNow + tonumber(ARGV[12])
if turn then wished = math.min(wished, turn.passed + DEFER_REACH_MS + saleNow - lineNow) end
if wished <= saleNow then return { 'DEFER_LIMIT' } end
redis.call('HSET', KEYS[14], groupField, times, deferField, wished)
if ARGV[16] ~= '' then redis.call('HSET', KEYS[14], callField, cjson.encode({ ARGV[12], wished, times })) end
redis.call('PEXPIRE', KEYS[14], ARGV[15])
for i = 6, 8 do redis.call('ZREM', KEYS[i], position) end
local latest = tonumber(redis.call('HGET', KEYS[1], 'deferredUntil') or '0')
redis.call('HSET', KEYS[1], 'deferredUntil', math.max(latest, wished))
return { 'DEFERRED', wished, saleNow, times }
