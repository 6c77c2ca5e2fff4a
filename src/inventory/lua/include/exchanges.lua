-- Bounds what one fan keeps on its way. What is given back comes on sale again after seconds: a hold that is swapped, or
-- released and made again, many times a second would keep a large part of the house from everybody. A fan who has given
-- back that many within the window takes nothing more until it ends; giving back is never refused.
-- Field of the fans' hash: `swaps|fan` → begin of the window in sale time, the units given back in it, and the most of
-- them at one time.
-- Needs: stock, saleNow. Gives: waitsToSwap(fan) and waitsToHold(fan), which return ms or nil; countGivenBack(fan, lines).
local EXCHANGE_WINDOW_MS, EXCHANGE_UNITS = 10000, 20

local function windowOf(fan)
  local at, units, most = string.match(redis.call('HGET', fansKey, 'swaps|' .. fan) or '', '^(%d+) (%d+) (%d+)$')
  at, units, most = tonumber(at or saleNow), tonumber(units or 0), tonumber(most or 0)
  -- sale time before the window was moved back by an extension
  if saleNow < at or saleNow >= at + EXCHANGE_WINDOW_MS then return saleNow, 0, 0 end
  return at, units, most
end

local function waitsToSwap(fan)
  local at, units = windowOf(fan)
  return units >= EXCHANGE_UNITS and at + EXCHANGE_WINDOW_MS - saleNow or nil
end

-- A swap is a release and a hold in one: the largest release does not count, so that a basket of any size can be chosen
-- anew, before or after smaller ones.
local function waitsToHold(fan)
  local at, units, most = windowOf(fan)
  return units - most >= EXCHANGE_UNITS and at + EXCHANGE_WINDOW_MS - saleNow or nil
end

local function countGivenBack(fan, lines)
  local at, units, most = windowOf(fan)
  local given = 0
  for _, line in ipairs(lines) do given = given + line.n end
  local window = string.format('%d %d %d', at, units + given, math.max(most, given))
  if given > 0 then redis.call('HSET', fansKey, 'swaps|' .. fan, window) end
end
