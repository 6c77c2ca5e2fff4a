-- Refuses to take other units while the fan has exchanged many of late. What is given back is on its way for seconds: a
-- hold swapped many times a second would keep a large part of the house from everybody. Giving back alone is never
-- refused.
-- Field of the fans' hash: `swaps|fan` → begin of the window in sale time, and the units exchanged in it.
-- Needs: stock, saleNow, fan, fresh, dropped. Gives: countExchanged(). Returns {'SWAPPING_TOO_FAST', ms} from the script.
local SWAP_WINDOW_MS, SWAP_UNITS = 10000, 20
local windowAt, inWindow = string.match(redis.call('HGET', fansKey, 'swaps|' .. fan) or '', '^(%d+) (%d+)$')
windowAt, inWindow = tonumber(windowAt or saleNow), tonumber(inWindow or 0)
-- sale time before the window was moved back by an extension
if saleNow < windowAt or saleNow >= windowAt + SWAP_WINDOW_MS then windowAt, inWindow = saleNow, 0 end
if #fresh > 0 and inWindow >= SWAP_UNITS then return { 'SWAPPING_TOO_FAST', windowAt + SWAP_WINDOW_MS - saleNow } end

local function countExchanged()
  local units = 0
  for _, line in ipairs(dropped) do units = units + line.n end
  if units > 0 then redis.call('HSET', fansKey, 'swaps|' .. fan, string.format('%d %d', windowAt, inWindow + units)) end
end
