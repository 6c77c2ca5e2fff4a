-- Determines a place's current standing, and counts the call against its limit.
-- Needs: place-line. KEYS[1] sale; KEYS[2] active; KEYS[3] admission; KEYS[4] generations; KEYS[5] lane; KEYS[6] ready;
-- KEYS[7] seen; KEYS[8] called; KEYS[9] lapsed; KEYS[10] history; KEYS[11] claimed; KEYS[12] calls of this place;
-- KEYS[13] groups; KEYS[14] deferrals
-- ARGV[3] lane; ARGV[4] number; ARGV[5] generation; ARGV[6] position, 0 before the draw; ARGV[7] admission id; ARGV[8]
-- deferred until (sale time, 0 for never) by the token, used if Redis has lost the deferral; ARGV[9] calls allowed in
-- 10 s; ARGV[10] member of its group, 0 for whoever took the number; ARGV[11] multiplier of the fan's times (1, or 2
-- with extra time)
-- Gives: laneNow, position, standing (admitted | undrawn | done | shared | called | expired | passed | ahead; shared:
-- another member of the group is shopping, or has left time to shop), standingUntil (deadline of admitted and called,
-- sale time), turn (claim window of called, passed and expired, else nil), member, deferUntil, factor, groupField,
-- deferField, groupUntil.
-- Returns {'STALE'} | {'RATE_LIMITED', ms} | {'PLACE_UNKNOWN', arrivals} | {'PLACE_LEFT'} | {'PLACE_MOVED'} from the
-- script.
local callsKey, callsMax = KEYS[12], tonumber(ARGV[9])
-- @include limit-calls
local member, factor, groupField = ARGV[10], tonumber(ARGV[11]), ARGV[3] .. ':' .. ARGV[4]
claimWindowMs = claimMs * factor
local placeLaneKey, generationsKey, placeField = KEYS[5], KEYS[4], member == '0' and groupField or groupField .. ':' .. member
local placeNumber, placeGeneration = tonumber(ARGV[4]), tonumber(ARGV[5])
-- @include require-place
-- @include saletime/wake-sale
local position, deferField = tonumber(ARGV[6]), ARGV[3] .. '@' .. ARGV[6]
local deferUntil = tonumber(ARGV[8])
-- of the place, not of the token: an older token, another tab or another member of the group does not end a deferral
deferUntil = tonumber(redis.call('HGET', KEYS[14], deferField) or deferUntil) -- guard: deferred
local groupUntil = tonumber(redis.call('HGET', KEYS[13], groupField .. ':until') or '0')
local standing, standingUntil, turn = 'ahead', tonumber(redis.call('ZSCORE', KEYS[2], ARGV[7]) or '0'), nil
if standingUntil > saleNow then
  standing = 'admitted'
  local isShared = groupUntil > 0 or member ~= '0'
  if isShared and cjson.decode(redis.call('HGET', KEYS[3], ARGV[7])).member ~= member then standing, standingUntil = 'shared', 0 end
elseif position == 0 then
  -- the calling node does not know of the draw yet: makes it read Postgres again
  if redis.call('HGET', KEYS[1], 'drawnAt') then return { 'STALE' } end
  standing = 'undrawn'
elseif redis.call('GETBIT', KEYS[11], position) == 1 then
  standing = groupUntil > saleNow and 'shared' or 'done'
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
