-- Asks a place for a confirmed e-mail address once its turn has come, if a crowded network took it or the sale asks
-- everyone. The call waits for no mail: its slot and credit go to the next in line, and the place comes back as a
-- returner when it has answered.
-- KEYS: include/place.lua; ARGV[15] 1 if the network had far more than its share, by the token of who claims. A place
-- that has been asked answers whoever of it claims, also by a token without evidence.
-- Needs: include/place.lua. Gives: stepUp (off | observe | on | everyone; off for a place that is not asked or has
-- answered), askStepUp(): a reply, or nil for a place that is not asked.
-- @include step-up-marks
local MICRO, ASKED_MS = 1000000, 30 * 24 * 3600000
local isSuspect = ARGV[15] == '1' or wasSuspect
-- who is asked only because everyone is, is asked no more once the sale goes back to crowded networks
local askedField = groupField .. (isSuspect and ':asked' or ':everyone')
local stepUp = 'off'
if (standing == 'called' or standing == 'passed') and not hasProved then
  if stepUpRule == 'everyone' or isSuspect then stepUp = stepUpRule end
end

local function askStepUp()
  if stepUp ~= 'on' and stepUp ~= 'everyone' then return nil end
  local isFirst = 0
  if standing == 'called' then
    redis.call('ZREM', KEYS[8], position)
    redis.call('HINCRBY', KEYS[1], 'credit', MICRO)
    isFirst = redis.call('HSETNX', KEYS[4], askedField, 0) == 1 and not wasAsked and 1 or 0
    if isFirst == 1 then
      -- the whole claim window is there to answer, as after a deferral that ends now
      redis.call('HSET', KEYS[14], deferField, saleNow)
      turn = claimWindow(KEYS[10], position, saleNow)
      for _, key in ipairs({ KEYS[4], KEYS[14] }) do redis.call('PEXPIRE', key, ASKED_MS) end
    end
    -- no socket makes it ready again before it has answered
    if not redis.call('ZSCORE', KEYS[9], position) then
      redis.call('ZADD', KEYS[9], turn.passed + DEFER_REACH_MS + 2 * claimWindowMs, position)
    end
  elseif not wasAsked then
    return nil
  end
  return { 'STEP_UP_REQUIRED', turn.ends + saleNow - lineNow, saleNow, isFirst }
end
