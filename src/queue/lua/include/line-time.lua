-- Line time: sale time minus the time spent paused or sold out, so that no claim window expires in between.
-- Needs: saleNow. Gives: lineNow (ms), passedAt(historyKey, position): the line time at which S passed a position at or
-- below S, at most a second late, never early.
local lineNow = saleNow - tonumber(redis.call('HGET', KEYS[1], 'standstillMs') or '0')
local function passedAt(historyKey, position)
  local entry = redis.call('ZRANGEBYSCORE', historyKey, position, '+inf', 'LIMIT', 0, 1)
  return tonumber(entry[1] or lineNow)
end
