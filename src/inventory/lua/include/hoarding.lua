-- Keeps stock from staying in the same hands: a fan's holds of one ticket type together live no longer than one hold may, however
-- often they are released and made again; after that, and after a hold that lapsed, the type rests for the fan.
-- Fields of the fans' hash: `fan|type|since` (sale time of the first hold in the row), `fan|type|until` (end of the rest).
-- Needs: stock, saleNow. Gives: restsUntil, rememberSince, rememberHold, coolDown, HOLDS_PER_ADMISSION.
local HOLDS_PER_ADMISSION = 50
-- A hold released within this time is a change of mind: no rest, but its row goes on.
local CHANGE_OF_MIND_MS = 60000

-- The end of the fan's rest from this type, or nil and the time at which the row of holds began.
local function restsUntil(fan, ticketType, lifeMs, longestMs)
  local field = fan .. '|' .. ticketType
  local known = redis.call('HMGET', fansKey, field .. '|since', field .. '|until')
  local since, rest = tonumber(known[1] or saleNow), tonumber(known[2] or 0)
  -- a rest further ahead than any is long began before an extension moved sale time back: it has been sat out
  if rest > saleNow and rest <= saleNow + longestMs then return rest end
  if saleNow < since + longestMs then return nil, since end
  if saleNow < since + longestMs + lifeMs then return since + longestMs + lifeMs end
  redis.call('HDEL', fansKey, field .. '|since', field .. '|until')
  return nil, saleNow
end

local function rememberSince(fan, ticketType, since)
  redis.call('HSET', fansKey, fan .. '|' .. ticketType .. '|since', since)
end

-- Keeps which holds of an admission are alive, the newest first.
local function rememberHold(admission, id)
  local own = { id }
  for known in string.gmatch(redis.call('HGET', fansKey, 'own|' .. admission) or '', '%S+') do
    if redis.call('HEXISTS', holdPrefix .. known, 'lines') == 1 then own[#own + 1] = known end
  end
  redis.call('HSET', fansKey, 'own|' .. admission, table.concat(own, ' '))
end

-- Begins the rest of the types that the fan has held for at least `heldMs`.
local function coolDown(fan, lines, restMs, heldMs)
  for _, line in ipairs(lines) do
    local field = fan .. '|' .. line.t
    local since = tonumber(redis.call('HGET', fansKey, field .. '|since') or saleNow)
    if saleNow - since >= heldMs and redis.call('HDEL', fansKey, field .. '|since') == 1 then
      redis.call('HSET', fansKey, field .. '|until', saleNow + restMs)
    end
  end
end
