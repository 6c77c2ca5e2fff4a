-- The only code that expires holds and re-offers returned units, in bounded steps.
-- Needs: stock, saleNow, give-back, hoarding, line-first. Gives: sweep(limit), which returns how many holds and units
-- it processed.
local function lapseHolds(limit)
  local due = redis.call('ZRANGEBYSCORE', deadlinesKey, '-inf', saleNow, 'LIMIT', 0, limit)
  for _, id in ipairs(due) do
    local hold = redis.call('HMGET', holdPrefix .. id, 'lines', 'fan', 'life')
    local lines = cjson.decode(hold[1])
    giveBack(lines, id, hold[2], 'held')
    coolDown(hold[2], lines, tonumber(hold[3]), 0)
    endHold(id, 'expired')
  end
  return #due
end

local function offerReturning(limit)
  local due = redis.call('ZRANGEBYSCORE', returningKey, '-inf', saleNow, 'LIMIT', 0, limit)
  -- an extension of deadlines has moved sale time back: entries further ahead than the maximum delay have already
  -- served it
  if #due == 0 then due = redis.call('ZRANGEBYSCORE', returningKey, '(' .. (saleNow + LINE_FIRST_MS), '+inf', 'LIMIT', 0, limit) end
  local lineWaits = #due > 0 and redis.call('HGET', stockKey, 'line') == '1'
  for _, member in ipairs(due) do
    local kind, name, pool, n = string.match(member, '^(%a):([%d:]+)|(.+)|(%d+)$')
    redis.call('ZREM', returningKey, member)
    if kind == 's' or kind == 'g' then offer(kind, name, pool, tonumber(n), lineWaits) else endOffer(kind, name, pool, tonumber(n)) end
  end
  return #due
end

local function sweep(limit)
  return lapseHolds(limit) + offerReturning(limit)
end
