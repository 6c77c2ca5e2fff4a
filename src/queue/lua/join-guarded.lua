-- Takes a number of a lane for each of several joins with proofs and spends the proofs, atomically per join.
-- KEYS[1] sale; KEYS[2] lane; KEYS[3] places by network; KEYS[4] generations; then for each join: challenge, bucket of
-- identities (the sale's key if it has none)
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] keys of all lanes, each followed by a comma; ARGV[4] index of this lane among
-- them, from 0; ARGV[5] most networks kept; then for each join: network or '', TTL of its challenge in ms or 0,
-- identity or ''
-- Returns {'TAKEN', arrivals, reserved numbers left, {result, …}…}: {'NUMBER', number, places of its network} | {'SPENT'} |
-- {'SAME', lane, number, generation} | {'HAD_TURN'} | {'FULL'} | or {'STATE', state} | {'LANE_UNKNOWN'} | {'STALE'}
-- @include saletime/require-epoch
local open = { prequeue = true, on_sale = true, paused = true, sold_out = true }
local state = redis.call('HGET', KEYS[1], 'state')
if not open[state] then return { 'STATE', state or '' } end
local lane = redis.call('HMGET', KEYS[2], 'arrivals', 'reserved')
if not lane[1] then return { 'LANE_UNKNOWN' } end
local arrivals, reserved, rank = tonumber(lane[1]), tonumber(lane[2]), tonumber(ARGV[4])
local generationsKey, lanes, lanesMax = KEYS[4], {}, 8
for key in string.gmatch(ARGV[3], '([^,]+),') do lanes[#lanes + 1] = key end

-- returns the person's present place, or that it has had its turn; nil if there is none or it was left before its turn
local function placeOf(bucketKey, person)
  local packed = tonumber(redis.call('HGET', bucketKey, person) or '')
  if not packed then return nil end
  local key, number = lanes[packed % lanesMax + 1], math.floor(packed / lanesMax)
  local generation = redis.call('HGET', generationsKey, key .. ':' .. number) or '0'
  if generation == 'left' then
    if redis.call('HEXISTS', generationsKey, key .. ':' .. number .. ':turn') == 1 then return { 'HAD_TURN' } end -- guard: one turn
    return nil
  end
  return { 'SAME', key, number, generation }
end

local function join(at)
  local challengeKey, bucketKey = KEYS[5 + 2 * at], KEYS[6 + 2 * at]
  local network, lifeMs, person = ARGV[6 + 3 * at], tonumber(ARGV[7 + 3 * at]), ARGV[8 + 3 * at]
  local same = person ~= '' and placeOf(bucketKey, person) -- guard: one place a person
  if same then return same end
  if arrivals >= reserved then return { 'FULL' } end -- guard: reserved
  if lifeMs > 0 and not redis.call('SET', challengeKey, '1', 'NX', 'PX', lifeMs) then return { 'SPENT' } end -- guard: spent
  arrivals = arrivals + 1
  if person ~= '' then redis.call('HSET', bucketKey, person, arrivals * lanesMax + rank) end
  local places = network ~= '' and redis.call('ZINCRBY', KEYS[3], 1, network) or 0
  return { 'NUMBER', arrivals, tonumber(places) }
end

local reply, before = { 'TAKEN', 0, 0 }, arrivals
for at = 0, (#KEYS - 4) / 2 - 1 do reply[#reply + 1] = join(at) end
reply[2], reply[3] = arrivals, reserved - arrivals
if arrivals == before then return reply end
-- @include saletime/wake-sale
redis.call('HINCRBY', KEYS[2], 'arrivals', arrivals - before)
local over = redis.call('ZCARD', KEYS[3]) - tonumber(ARGV[5])
if over > 0 then redis.call('ZREMRANGEBYRANK', KEYS[3], 0, over - 1) end
return reply
