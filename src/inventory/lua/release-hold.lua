-- Releases a fan's hold. Idempotent; has no effect on a hold that has ended.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 hold id, 4 fan key, 5 random number.
-- Returns {'RELEASED', sale time, fields of the hold…}, {'COMMITTED'}, {'UNKNOWN'}, {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local holdId, fan, randomSeed = ARGV[3], ARGV[4], ARGV[5]
local holdKey = holdPrefix .. holdId
-- @include give-back
-- @include hoarding
-- @include exchanges
-- @include require-hold

if hold.state == 'committed' then return { 'COMMITTED' } end
if hold.state == 'active' then
  local lines = cjson.decode(hold.lines)
  giveBack(lines, holdId, fan, 'held')
  countGivenBack(fan, lines)
  coolDown(fan, lines, tonumber(hold.life), isOver and 0 or CHANGE_OF_MIND_MS)
  endHold(holdId, isOver and 'expired' or 'released')
end
return { 'RELEASED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
