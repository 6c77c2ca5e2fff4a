-- Records each lane's S once a second, and measures how fast it moves.
-- Needs: saleNow, lineNow, elapsed, claimWindowMs, saleClock, calling (boolean), lanes.
-- Gives: lane.measures (fields to store).
local FAST_MS, SLOW_MS, TRIM_MAX = 20000, 120000, 20
local historyMs = math.max(2 * claimWindowMs, 2400000)
local newSecond = math.floor(saleNow / 1000) ~= math.floor(tonumber(saleClock[1] or 0) / 1000)

-- a cumulative mean at first, then an exponential moving average
local function average(before, sample, overMs, sinceMs)
  return before + (sample - before) * math.min(1, elapsed / math.max(elapsed, math.min(overMs, sinceMs)))
end

for _, lane in ipairs(lanes) do
  lane.measures = {}
  if calling and elapsed > 0 and (lane.measuredSince or lane.serving > lane.servingBefore) then
    lane.measuredSince = lane.measuredSince or saleNow - elapsed
    local perMinute = (lane.serving - lane.servingBefore) * 60000 / elapsed
    local since = saleNow - lane.measuredSince
    lane.measures = { 'measuredSince', lane.measuredSince, 'speedFast', average(lane.speedFast, perMinute, FAST_MS, since), 'speedSlow', average(lane.speedSlow, perMinute, SLOW_MS, since) }
  end
  if newSecond then
    local newest = redis.call('ZREVRANGE', lane.history, 0, 0, 'WITHSCORES')
    if lane.serving > tonumber(newest[2] or 0) then redis.call('ZADD', lane.history, lane.serving, lineNow) end
    -- drops an entry only once its successor is too old as well: until then it dates the positions in between
    for _ = 1, TRIM_MAX do
      local oldest = redis.call('ZRANGE', lane.history, 0, 1)
      if not oldest[2] or tonumber(oldest[2]) > lineNow - historyMs then break end
      redis.call('ZREM', lane.history, oldest[1])
    end
  end
end
