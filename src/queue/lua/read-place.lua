-- Reads a place's standing; near the front it counts as a sign of life, unless the fan is not the one asking.
-- KEYS, ARGV: include/place.lua; ARGV[12] 1 to read without a sign of life
-- Returns {'PLACE', standing, S, saleNow, deadline of an admission or call, place kept until or 0, deferred until or 0,
-- state of the sale, 1 if it has been asked for a confirmed address} | as include/place.lua. Times are sale time.
-- @include place
-- @include mark-ready
-- @include step-up-marks
-- @include told
local READY_MS = 30000
local unattended = redis.call('ZSCORE', KEYS[9], position) and not redis.call('ZSCORE', KEYS[6], position)
if nearFront and deferUntil <= saleNow and not unattended and ARGV[12] ~= '1' then markReady(KEYS[6], KEYS[7], position, saleNow + READY_MS, factor) end
if standing == 'called' and ARGV[12] ~= '1' then markTold(KEYS[8], position) end
local keptUntil = turn and (turn.ends + saleNow - lineNow) or 0
local isAsked = standing == 'passed' and isDue
return { 'PLACE', standing, laneNow.serving, saleNow, standingUntil, keptUntil, deferUntil > saleNow and deferUntil or 0,
  redis.call('HGET', KEYS[1], 'state') or '', isAsked and 1 or 0 }
