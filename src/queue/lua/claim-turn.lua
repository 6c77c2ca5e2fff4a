-- Claims a fan's turn. Renews a running admission, admits a called fan, and otherwise counts as a sign of life or
-- returns why the place is not admitted.
-- KEYS[1…14], ARGV[1…11]: include/place.lua; KEYS[15…] called sets of all lanes
-- ARGV[12] fan key; ARGV[13] sale time until which the fan's pass of the previous epoch was valid, 0 without one;
-- ARGV[14] 1 if a person asks, 0 if an unattended page renews its pass, which does not extend the idle deadline;
-- ARGV[15]: include/step-up.lua
-- Returns {'ADMITTED', deadline, shop until, saleNow, 1 if only an observing sale lets it in unasked, members} |
-- {'NOT_YET', S, near the front 0/1} | {'STATE', state} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} | {'GROUP_SHOPPING'} |
-- {'STEP_UP_REQUIRED', answer before (sale time), saleNow, 1 if asked for the first time} | as include/place.lua
-- @include place
-- @include mark-ready
-- @include step-up
local READY_MS = 30000
local terms = redis.call('HMGET', KEYS[1], 'state', 'cap', 'shopMs', 'idleMs', 'limitMs', 'epochSaleMs')
local state, idleMs = terms[1], terms[4] * factor

local function hasRoom()
  local taken = redis.call('ZCARD', KEYS[2])
  for i = 15, #KEYS do taken = taken + redis.call('ZCARD', KEYS[i]) end
  return taken < tonumber(terms[2])
end

-- a group that Redis has lost has at least the members up to this one; those who left may come back while one shops
local function groupMembers()
  local group = redis.call('HMGET', KEYS[13], groupField, groupField .. ':gone')
  local joined = tonumber(group[1] or member + 1)
  local members = joined
  members = members - (group[2] or 0) -- guard: gone members
  return math.max(1, members), joined > 1
end

-- counts each place once: not its other members, nor fans who return after a loss of Redis
local function countPlace(isReturning)
  local isFirst = redis.call('SETBIT', KEYS[11], position, 1) == 0
  if isFirst and not isReturning then redis.call('HINCRBY', KEYS[5], 'admitted', 1) end
end

local function admit(shopUntil, isReturning)
  local deadline = math.min(saleNow + idleMs, shopUntil)
  local members, isGroup = groupMembers()
  local admission = { lane = ARGV[3], number = placeNumber, position = position, fan = ARGV[12], since = saleNow, shopUntil = shopUntil,
    limit = saleNow + terms[5] * factor, member = member, members = members, factor = factor }
  for i = 6, 9 do redis.call('ZREM', KEYS[i], position) end
  countPlace(isReturning)
  redis.call('ZADD', KEYS[2], deadline, ARGV[7])
  redis.call('HSET', KEYS[3], ARGV[7], cjson.encode(admission))
  redis.call('HINCRBY', KEYS[1], 'claimedTotal', 1)
  if isGroup then redis.call('HSET', KEYS[13], groupField .. ':until', shopUntil) end -- guard: one member shops
  return { 'ADMITTED', deadline, shopUntil, saleNow, standing == 'called' and stepUp == 'observe' and 1 or 0, members }
end

if standing == 'admitted' then
  local admission = cjson.decode(redis.call('HGET', KEYS[3], ARGV[7]))
  local more = factor - (admission.factor or 1)
  if more > 0 then
    -- extra time was requested while shopping
    admission.shopUntil, admission.limit, admission.factor = admission.shopUntil + terms[3] * more, admission.limit + terms[5] * more, factor
    redis.call('HSET', KEYS[3], ARGV[7], cjson.encode(admission))
  end
  local shopUntil = admission.shopUntil
  local isPerson = ARGV[14] == '1' -- guard: idle
  local deadline = isPerson and math.max(standingUntil, math.min(saleNow + idleMs, shopUntil)) or standingUntil
  redis.call('ZADD', KEYS[2], deadline, ARGV[7])
  return { 'ADMITTED', deadline, shopUntil, saleNow, 0, admission.members or 1 }
end
if standing == 'done' then return { 'PLACE_DONE' } end
if state == 'closed' then return { 'STATE', state } end
if standing == 'shared' then
  if redis.call('ZSCORE', KEYS[2], ARGV[7]) then return { 'GROUP_SHOPPING' } end
  if state ~= 'on_sale' then return { 'STATE', state } end
  -- admits the member for the rest of the group's time, counted against the cap
  return hasRoom() and admit(groupUntil) or { 'NOT_YET', laneNow.serving, 1 }
end
if tonumber(ARGV[13]) > tonumber(terms[6] or '0') and position > 0 then
  -- was admitted when Redis was lost: readmitted, counted against the cap
  if standing == 'called' or hasRoom() then return admit(saleNow + terms[3] * factor, true) end
  return { 'NOT_YET', laneNow.serving, 1 }
end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
local asked = nil
if state == 'on_sale' then asked = askStepUp() end -- guard: step-up
if asked then return asked end
if nearFront and deferUntil <= saleNow then markReady(KEYS[6], KEYS[7], position, saleNow + READY_MS, factor) end
if state ~= 'on_sale' then return { 'STATE', state } end
if standing == 'undrawn' then return { 'STATE', 'prequeue' } end
if standing == 'called' then return admit(saleNow + terms[3] * factor) end
return { 'NOT_YET', laneNow.serving, nearFront and 1 or 0 }
