-- Asks a place that a crowded network took for a confirmed e-mail address, once its turn has come. The call waits for
-- no mail: its slot and credit go to the next in line, and the place comes back as a returner when it has answered.
-- KEYS: include/place.lua; ARGV[15] 1 if the network had far more than its share, by the token of who claims. A place
-- that has been asked answers whoever of it claims, also by a token without evidence.
-- Needs: include/place.lua. Gives: stepUp (off | observe | on; off for a place that has answered), askStepUp(): a
-- reply, or nil for a place that is not asked.
local MICRO, ASKED_MS = 1000000, 30 * 24 * 3600000
local askedField = groupField .. ':asked'
-- a line built before there was the setting has its default
local stepUp = 'off'
if standing == 'called' or standing == 'passed' then
  local marks = redis.call('HMGET', KEYS[4], askedField, groupField .. ':proved')
  if (ARGV[15] == '1' or marks[1]) and not marks[2] then stepUp = redis.call('HGET', KEYS[1], 'stepUp') or 'observe' end
end

local function askStepUp()
  if stepUp ~= 'on' or standing ~= 'called' and standing ~= 'passed' then return nil end
  local isFirst = 0
  if standing == 'called' then
    redis.call('ZREM', KEYS[8], position)
    redis.call('HINCRBY', KEYS[1], 'credit', MICRO)
    isFirst = redis.call('HSETNX', KEYS[4], askedField, 0)
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
  elseif redis.call('HEXISTS', KEYS[4], askedField) == 0 then
    return nil
  end
  return { 'STEP_UP', turn.ends + saleNow - lineNow, saleNow, isFirst }
end
