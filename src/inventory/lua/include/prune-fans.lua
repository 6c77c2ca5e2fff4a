-- Forgets what says nothing any more: cooldowns and windows of swaps that are over, series of holds that no hold can
-- continue, and an admission's list and number of holds once the tombstone of its last one is gone, which is hours after
-- anybody can hold by it. Keeps the units that a fan holds or has bought: what is left of an old sale is its tickets.
-- Looks at a part of the fans' hash a beat and goes on where it stopped: about one sixtieth, within bounds.
-- Needs: stock, saleNow. Gives: pruneFans().
local FEWEST_AT_ONCE, MOST_AT_ONCE, BEATS_A_ROUND, LONGEST_WINDOW_MS = 50, 500, 60, 60000
-- Longest series with its rest, (1.5 + 1) x an hour of holding, doubled by extra time (hoarding).
local LONGEST_SERIES_MS = 5 * 3600 * 1000

local function saysNothing(field, value)
  if string.match(field, '|until$') then return (tonumber(value) or 0) <= saleNow end
  if string.match(field, '|since$') then return (tonumber(value) or 0) + LONGEST_SERIES_MS <= saleNow end
  if string.match(field, '^swaps|') then return (tonumber(string.match(value, '^%-?%d+')) or 0) + LONGEST_WINDOW_MS < saleNow end
  local counted = string.match(field, '^holds|(.*)$')
  if counted then return redis.call('HEXISTS', fansKey, 'own|' .. counted) == 0 end
  if not string.match(field, '^own|') then return false end
  for id in string.gmatch(value, '%S+') do
    if redis.call('EXISTS', holdPrefix .. id) == 1 then return false end
  end
  return true
end

local function pruneFans()
  local from = redis.call('HGET', stockKey, 'fansAt') or '0'
  local share = math.ceil(redis.call('HLEN', fansKey) / BEATS_A_ROUND)
  local count = math.max(FEWEST_AT_ONCE, math.min(MOST_AT_ONCE, share))
  local page = redis.call('HSCAN', fansKey, from, 'COUNT', count)
  if page[1] ~= from then redis.call('HSET', stockKey, 'fansAt', page[1]) end
  for i = 1, #page[2], 2 do
    if saysNothing(page[2][i], page[2][i + 1]) then redis.call('HDEL', fansKey, page[2][i]) end
  end
end
