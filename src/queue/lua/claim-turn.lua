-- A fan's own claim of its turn. Already in: the same admission again. Called: in. Else a sign of life, or the end of the place.
-- KEYS, ARGV[1…9]: include/place.lua
-- ARGV[10] fan key; ARGV[11] sale time until which the fan's pass of the epoch before was good, 0 without one
-- Returns {'ADMITTED', deadline, shop until, saleNow} | {'NOT_YET', S, near the front 0/1} | {'STATE', state} | {'PLACE_DONE'} |
-- {'PLACE_EXPIRED'} | as include/place.lua
-- @include place
-- @include mark-ready
local READY_MS = 30000
local terms = redis.call('HMGET', KEYS[1], 'state', 'cap', 'shopMs', 'idleMs', 'limitMs', 'epochSaleMs')
local state = terms[1]

local function admit()
  local shopUntil = saleNow + terms[3]
  local deadline = math.min(saleNow + terms[4], shopUntil)
  local admission = { lane = ARGV[3], number = placeNumber, position = position, fan = ARGV[10], shopUntil = shopUntil, limit = saleNow + terms[5] }
  for i = 6, 9 do redis.call('ZREM', KEYS[i], position) end
  redis.call('SETBIT', KEYS[11], position, 1)
  redis.call('ZADD', KEYS[2], deadline, ARGV[7])
  redis.call('HSET', KEYS[3], ARGV[7], cjson.encode(admission))
  redis.call('HINCRBY', KEYS[1], 'claimedTotal', 1)
  return { 'ADMITTED', deadline, shopUntil, saleNow }
end

if standing == 'admitted' then
  local shopUntil = cjson.decode(redis.call('HGET', KEYS[3], ARGV[7])).shopUntil
  local deadline = math.max(standingUntil, math.min(saleNow + terms[4], shopUntil))
  redis.call('ZADD', KEYS[2], deadline, ARGV[7])
  return { 'ADMITTED', deadline, shopUntil, saleNow }
end
if standing == 'done' then return { 'PLACE_DONE' } end
if state == 'closed' then return { 'STATE', state } end
if tonumber(ARGV[11]) > tonumber(terms[6] or '0') and position > 0 then
  -- it was in when Redis was lost: in again, counted against the cap
  local taken = redis.call('ZCARD', KEYS[2])
  for i = 13, #KEYS do taken = taken + redis.call('ZCARD', KEYS[i]) end
  if standing == 'called' or taken < tonumber(terms[2]) then return admit() end
  return { 'NOT_YET', laneNow.serving, 1 }
end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
if nearFront and deferUntil <= saleNow then markReady(KEYS[6], KEYS[7], position, saleNow + READY_MS) end
if state ~= 'on_sale' then return { 'STATE', state } end
if standing == 'undrawn' then return { 'STATE', 'prequeue' } end
if standing == 'called' then return admit() end
return { 'NOT_YET', laneNow.serving, nearFront and 1 or 0 }
