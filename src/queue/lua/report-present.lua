-- Takes signs of life of a batch of fans with a socket: those near the front become, or stay, ready; those who are called
-- have been told of it.
-- KEYS[1] sale; KEYS[2] lane; KEYS[3] ready; KEYS[4] seen; KEYS[5] called; KEYS[6] lapsed; KEYS[7] history;
-- KEYS[8] claimed; KEYS[9] deferrals
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] lane; ARGV[4] multiplier of the fans' times; ARGV[5…] positions (the caller
-- bounds the batch)
-- Returns {'REPORTED', S, window} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include line-time
-- @include claim-window
-- @include mark-ready
-- @include told
-- @include saletime/wake-sale
local PRESENT_MS = 20000
local lane = redis.call('HMGET', KEYS[2], 'serving', 'window', 'arrivals')
local serving, window, arrivals = tonumber(lane[1] or 0), tonumber(lane[2] or 0), tonumber(lane[3] or 0)
local factor, isAnyDeferred = tonumber(ARGV[4]), redis.call('EXISTS', KEYS[9]) == 1
claimWindowMs = claimWindowMs * factor

local function mayBeReady(position)
  if position > serving + window or position > arrivals then return false end
  if redis.call('ZSCORE', KEYS[5], position) then
    markTold(KEYS[5], position)
    return false
  end
  if redis.call('GETBIT', KEYS[8], position) == 1 then return false end
  -- a lapsed call suggests an unattended tab: only the fan's own claim makes it ready again
  if redis.call('ZSCORE', KEYS[6], position) and not redis.call('ZSCORE', KEYS[3], position) then return false end
  local deferUntil = 0
  if isAnyDeferred then deferUntil = tonumber(redis.call('HGET', KEYS[9], ARGV[3] .. '@' .. position) or '0') end -- guard: deferred
  if position > serving then return deferUntil <= saleNow end
  local turn = claimWindow(KEYS[7], position, deferUntil)
  return turn.ends > lineNow and turn.deferUntil <= saleNow
end

for i = 5, #ARGV do
  local position = tonumber(ARGV[i])
  if mayBeReady(position) then markReady(KEYS[3], KEYS[4], position, saleNow + PRESENT_MS, factor) end
end
return { 'REPORTED', serving, window }
