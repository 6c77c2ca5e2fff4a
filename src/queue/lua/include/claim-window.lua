-- Computes until when a place that S has passed can still be claimed.
-- Needs: lineNow, passedAt (line-time), saleNow. Gives: claimMs (of the sale), claimWindowMs (that of the place, once
-- set), claimWindow(historyKey, position, deferUntil): {passed,
-- deferUntil, ends}; passed and ends in line time; deferUntil in sale time, at most 30 min after passing, 0 for none.
local DEFER_REACH_MS = 30 * 60 * 1000
local claimMs = tonumber(redis.call('HGET', KEYS[1], 'claimMs') or '600000')
local claimWindowMs = claimMs
local function claimWindow(historyKey, position, deferUntil)
  local standstill = saleNow - lineNow
  local passed = passedAt(historyKey, position)
  local deferred = math.min(deferUntil - standstill, passed + DEFER_REACH_MS)
  if deferUntil == 0 or deferred <= passed then return { passed = passed, deferUntil = 0, ends = passed + claimWindowMs } end
  return { passed = passed, deferUntil = deferred + standstill, ends = deferred + claimWindowMs }
end
