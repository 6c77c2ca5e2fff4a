-- Bounds what one fan keeps on its way. What is given back comes on sale again after seconds: a hold that is swapped, or
-- released and made again, many times a second would keep a large part of the house from everybody. A fan who has given
-- back that many within the window takes nothing more until it ends; giving back is never refused.
-- Field of the fans' hash: `swaps|fan` → begin of the window in sale time, the units given back in it, and those of the
-- last time.
-- Needs: stock, saleNow. Gives: waitsToSwap(fan) and waitsToHold(fan), which return ms or nil; countGivenBack(fan, lines).
local EXCHANGE_WINDOW_MS, EXCHANGE_UNITS = 10000, 20

local function windowOf(fan)
  local at, units, last = string.match(redis.call('HGET', fansKey, 'swaps|' .. fan) or '', '^(%d+) (%d+) (%d+)$')
  at, units, last = tonumber(at or saleNow), tonumber(units or 0), tonumber(last or 0)
  -- sale time before the window was moved back by an extension
  if saleNow < at or saleNow >= at + EXCHANGE_WINDOW_MS then return saleNow, 0, 0 end
  return at, units, last
end

local function waitsToSwap(fan)
  local at, units = windowOf(fan)
  return units >= EXCHANGE_UNITS and at + EXCHANGE_WINDOW_MS - saleNow or nil
end

-- A swap is a release and a hold in one: the last release does not count, so that a basket of any size can be chosen anew.
local function waitsToHold(fan)
  local at, units, last = windowOf(fan)
  return units - last >= EXCHANGE_UNITS and at + EXCHANGE_WINDOW_MS - saleNow or nil
end

local function countGivenBack(fan, lines)
  local at, units = windowOf(fan)
  local given = 0
  for _, line in ipairs(lines) do given = given + line.n end
  if given > 0 then redis.call('HSET', fansKey, 'swaps|' .. fan, string.format('%d %d %d', at, units + given, given)) end
end
