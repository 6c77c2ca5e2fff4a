-- Names the keys of a sale's stock and moves units between states. Every unit is counted in exactly one of free, held,
-- committed, returning, withdrawn; a seat also has a letter in its block's string (h c r w or, while free, its pool's
-- channel letter, f for public) and, while held or committed, an owner.
-- A line is {t ticket type, p pool, n units} and, for a seat, {b block, o offset in it}.
-- KEYS[1..11] in the order of inventory.store.ts.
-- Gives: their names, shift, touchSeat, freeLetter, countFree, countFan, endHold, endOrder, isOrderOver.
local stockKey, deadlinesKey, returningKey, ownersKey = KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local fansKey, ordersKey, changesKey, runsKey = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local holdPrefix, blockPrefix = KEYS[10], KEYS[11]

-- TTL of an ended hold in wall seconds: a tombstone that keeps its idempotency key from creating a second one.
local TOMBSTONE_SECONDS = 4 * 3600
-- Fields deleted when a hold ends; the tombstone takes about 150 bytes.
local LIVE_FIELDS = { 'lines', 'terms', 'life', 'limit', 'extended', 'relaxed', 'order', 'calls' }
-- TTL of a committed hold in wall seconds, needed if its payment is canceled.
local COMMITTED_SECONDS = 24 * 3600

-- Pools whose change this call has recorded.
local toldPools = {}
local function shift(pool, from, to, n)
  redis.call('HINCRBY', stockKey, pool .. ':' .. from, -n)
  redis.call('HINCRBY', stockKey, pool .. ':' .. to, n)
  if not toldPools[pool] then redis.call('SADD', changesKey, pool) end
  toldPools[pool] = true
end

local function touchSeat(line, letter, owner)
  local seat = line.b .. ':' .. line.o
  redis.call('SETRANGE', blockPrefix .. line.b, line.o, letter)
  redis.call('SADD', changesKey, seat)
  if owner then redis.call('HSET', ownersKey, seat, owner) else redis.call('HDEL', ownersKey, seat) end
end

local function freeLetter(pool) return redis.call('HGET', stockKey, pool .. ':letter') or 'f' end

-- Counts a block's free seats by channel letter.
local function countFree(block, letter, n) redis.call('HINCRBY', runsKey, block .. ':' .. letter, n) end

-- Counts the units a fan holds or has bought, by ticket type.
local function countFan(fan, ticketType, n)
  local field = fan .. '|' .. ticketType
  if redis.call('HINCRBY', fansKey, field, n) <= 0 then redis.call('HDEL', fansKey, field) end
end

local function endHold(id, state)
  redis.call('ZREM', deadlinesKey, id)
  redis.call('HSET', holdPrefix .. id, 'state', state)
  redis.call('HDEL', holdPrefix .. id, unpack(LIVE_FIELDS))
  redis.call('EXPIRE', holdPrefix .. id, TOMBSTONE_SECONDS)
end

-- TTL of an ended order's tombstone in wall seconds; exceeds the time a commit can still be in flight after its caller
-- gave up.
local ORDER_OVER_SECONDS = 3600
local function endOrder(id)
  redis.call('HDEL', ordersKey, id)
  redis.call('SET', holdPrefix .. 'over:' .. id, 1, 'EX', ORDER_OVER_SECONDS)
end
local function isOrderOver(id) return redis.call('EXISTS', holdPrefix .. 'over:' .. id) == 1 end
