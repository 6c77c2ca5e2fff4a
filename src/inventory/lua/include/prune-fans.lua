-- Forgets what says nothing any more: cooldowns and windows of swaps that are over, lists of holds that have all ended.
-- Looks at some fields of the fans' hash a beat and goes on where it stopped, so that the hash does not keep everything
-- that ever was.
-- Needs: stock, saleNow. Gives: pruneFans().
local FANS_AT_ONCE, LONGEST_WINDOW_MS = 50, 60000

local function saysNothing(field, value)
  if string.match(field, '|until$') then return tonumber(value) <= saleNow end
  if string.match(field, '^swaps|') then return string.match(value, '^%d+') + LONGEST_WINDOW_MS < saleNow end
  if not string.match(field, '^own|') then return false end
  for id in string.gmatch(value, '%S+') do
    if redis.call('HEXISTS', holdPrefix .. id, 'lines') == 1 then return false end
  end
  return true
end

local function pruneFans()
  local from = redis.call('HGET', stockKey, 'fansAt') or '0'
  local page = redis.call('HSCAN', fansKey, from, 'COUNT', FANS_AT_ONCE)
  if page[1] ~= from then redis.call('HSET', stockKey, 'fansAt', page[1]) end
  for i = 1, #page[2], 2 do
    if saysNothing(page[2][i], page[2][i + 1]) then redis.call('HDEL', fansKey, page[2][i]) end
  end
end
