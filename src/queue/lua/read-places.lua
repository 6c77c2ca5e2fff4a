-- Reads the standings of places of a lane, one after the other: fans who ask together cost one call. Near the front it
-- counts as a sign of life, unless the fan is not the one asking.
-- KEYS: 1..14 include/place-standing.lua, without 12; from 15 on the calls of each place.
-- ARGV: 1 epoch, 2 run id, 3 lane, 4 calls allowed in 10 s; for each place: number, generation, position, admission id,
-- deferred until, member, multiplier (as ARGV[4..8], [10], [11] there), 1 to read without a sign of life.
-- Returns {'STALE'}, or {'EACH', an answer for each place}: {'PLACE', standing, S, saleNow, deadline of an admission or
-- call, place kept until or 0, deferred until or 0, state of the sale, 1 if it has been asked for a confirmed address},
-- {'FAILED', error}, or as include/place-standing.lua. Times are sale time.
-- @include place-line
-- @include mark-ready
-- @include told
local READY_MS = 30000
local PLACE_SIZE = 8

local saleState = redis.call('HGET', KEYS[1], 'state') or ''

-- asks only for what the standing needs: most who read wait far from the front
local function read(KEYS, ARGV, isLook)
-- @include place-standing
  if nearFront and deferUntil <= saleNow and not isLook then
    local unattended = redis.call('ZSCORE', KEYS[9], position) and not redis.call('ZSCORE', KEYS[6], position)
    if not unattended then markReady(KEYS[6], KEYS[7], position, saleNow + READY_MS, factor) end
  end
  if standing == 'called' and not isLook then markTold(KEYS[8], position) end
  local keptUntil = turn and (turn.ends + saleNow - lineNow) or 0
  local isAsked = false
  if standing == 'passed' then
-- @include step-up-marks
    isAsked = isDue
  end
  return { 'PLACE', standing, laneNow.serving, saleNow, standingUntil, keptUntil, deferUntil > saleNow and deferUntil or 0,
    saleState, isAsked and 1 or 0 }
end

local answers, placeKeys = {}, { unpack(KEYS, 1, 14) }
for at = 5, #ARGV, PLACE_SIZE do
  local number, generation, position, admissionId, deferred, member, times, look = unpack(ARGV, at, at + PLACE_SIZE - 1)
  placeKeys[12] = KEYS[15 + #answers]
  local place = { ARGV[1], ARGV[2], ARGV[3], number, generation, position, admissionId, deferred, ARGV[4], member, times }
  -- an error in one place is no error of the others
  local isDone, answer = pcall(read, placeKeys, place, look == '1')
  answers[#answers + 1] = isDone and answer or { 'FAILED', type(answer) == 'table' and answer.err or tostring(answer) }
end
return { 'EACH', unpack(answers) }
