-- Where one place stands now. The head of every script about a place.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission; KEYS[4] generations; KEYS[5] lane; KEYS[6] ready; KEYS[7] seen;
-- KEYS[8] called; KEYS[9] lapsed; KEYS[10] history; KEYS[11] claimed; KEYS[12] calls of this place
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] lane; ARGV[4] number; ARGV[5] generation; ARGV[6] position, 0 before the draw;
-- ARGV[7] admission id; ARGV[8] deferred until (sale time, 0 for never); ARGV[9] calls allowed in ten seconds
-- Gives: saleNow, lineNow, claimWindow, laneNow, position, standing (admitted | undrawn | done | called | expired | passed |
-- ahead), standingUntil (deadline of admitted and called, sale time), turn (claim window of passed and expired, else nil).
-- Returns {'STALE'} | {'RATE_LIMITED', ms} | {'PLACE_UNKNOWN', arrivals} | {'PLACE_LEFT'} from the script.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include line-time
-- @include claim-window
local callsKey, callsMax = KEYS[12], tonumber(ARGV[9])
-- @include limit-calls
local placeLaneKey, generationsKey, placeField = KEYS[5], KEYS[4], ARGV[3] .. ':' .. ARGV[4]
local placeNumber, placeGeneration = tonumber(ARGV[4]), ARGV[5]
-- @include require-place
-- @include saletime/wake-sale
local position, deferUntil = tonumber(ARGV[6]), tonumber(ARGV[8])
local standing, standingUntil, turn = 'ahead', tonumber(redis.call('ZSCORE', KEYS[2], ARGV[7]) or '0'), nil
if standingUntil > saleNow then
  standing = 'admitted'
elseif position == 0 then
  -- the node that asks has not heard of the draw yet: it reads Postgres again
  if redis.call('HGET', KEYS[1], 'drawnAt') then return { 'STALE' } end
  standing = 'undrawn'
elseif redis.call('GETBIT', KEYS[11], position) == 1 then
  standing = 'done'
elseif redis.call('ZSCORE', KEYS[8], position) then
  standing, standingUntil = 'called', tonumber(redis.call('ZSCORE', KEYS[8], position))
  turn = claimWindow(KEYS[10], position, deferUntil)
elseif position <= laneNow.serving then
  turn = claimWindow(KEYS[10], position, deferUntil)
  deferUntil = turn.deferUntil
  local twice = tonumber(redis.call('ZSCORE', KEYS[9], position) or '0') < 0
  standing = (twice or turn.ends <= lineNow) and 'expired' or 'passed'
end
local nearFront = standing == 'passed' or (standing == 'ahead' and position <= laneNow.serving + laneNow.window)
