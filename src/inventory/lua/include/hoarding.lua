-- Prevents hoarding: consecutive holds of one ticket type by a fan together last no longer than the maximum lifetime of
-- one hold, however often they are released and remade; after that, and after a lapsed hold, the type is in cooldown
-- for the fan.
-- Fields of the fans' hash: `fan|type|since` (sale time of the first consecutive hold), `fan|type|until` (end of the
-- cooldown).
-- Needs: stock, saleNow. Gives: restsUntil, rememberSince, seriesOf, ownAndNew, coolDown, HOLDS_PER_ADMISSION.
local HOLDS_PER_ADMISSION = 50
-- A hold released within this time counts as a change of mind: no cooldown, but the series continues.
local CHANGE_OF_MIND_MS = 60000
-- Most holds in an admission's list before those that ended are looked for.
local OWN_UNPRUNED = 8

-- Returns the end of the fan's cooldown for this type, or nil and the start of the series of holds.
local function restsUntil(fan, ticketType, lifeMs, longestMs)
  local field = fan .. '|' .. ticketType
  local known = redis.call('HMGET', fansKey, field .. '|since', field .. '|until')
  local since, rest = tonumber(known[1] or saleNow), tonumber(known[2] or 0)
  -- a cooldown longer than the maximum began before an extension moved sale time back: it has already been served
  if rest > saleNow and rest <= saleNow + longestMs then return rest end
  if saleNow < since + longestMs then return nil, since end
  if saleNow < since + longestMs + lifeMs then return since + longestMs + lifeMs end
  redis.call('HDEL', fansKey, field .. '|since', field .. '|until')
  return nil, saleNow
end

local function rememberSince(fan, ticketType, since)
  redis.call('HSET', fansKey, fan .. '|' .. ticketType .. '|since', since)
end

-- Returns the begin of the series of each claim, as fields and values of the fans' hash.
local function seriesOf(fan, claims)
  local fields = {}
  for _, claim in ipairs(claims) do
    fields[#fields + 1] = fan .. '|' .. claim.t .. '|since'
    fields[#fields + 1] = claim.since
  end
  return fields
end

-- Returns the list of an admission's holds with a new one, newest first. Those that ended leave it once it is long.
local function ownAndNew(list, id)
  local own, known = { id }, {}
  for each in string.gmatch(list or '', '%S+') do known[#known + 1] = each end
  for _, each in ipairs(known) do
    if #known < OWN_UNPRUNED or redis.call('HEXISTS', holdPrefix .. each, 'lines') == 1 then own[#own + 1] = each end
  end
  return table.concat(own, ' ')
end

-- Starts the cooldown of the types that the fan has held for at least `heldMs`.
local function coolDown(fan, lines, restMs, heldMs)
  for _, line in ipairs(lines) do
    local field = fan .. '|' .. line.t
    local since = tonumber(redis.call('HGET', fansKey, field .. '|since') or saleNow)
    if saleNow - since >= heldMs and redis.call('HDEL', fansKey, field .. '|since') == 1 then
      redis.call('HSET', fansKey, field .. '|until', saleNow + restMs)
    end
  end
end
