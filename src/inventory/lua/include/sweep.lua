-- The one way in which holds expire and returned units are offered again, in bounded steps.
-- Needs: stock, saleNow, give-back, hoarding. Gives: sweep(limit), which returns how many holds and units it ended.
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
  -- an extension of deadlines has moved sale time back: what is further ahead than any wait has waited already
  if #due == 0 then due = redis.call('ZRANGEBYSCORE', returningKey, '(' .. (saleNow + RETURN_MIN_MS + RETURN_SPREAD_MS), '+inf', 'LIMIT', 0, limit) end
  for _, member in ipairs(due) do
    local kind, block, offset, pool, n = string.match(member, '^(%a):(%d+):?(%d*)|(.+)|(%d+)$')
    if kind == 's' then
      local letter = freeLetter(pool)
      touchSeat({ b = block, o = offset }, letter, nil)
      countFree(block, letter, 1)
      redis.call('HDEL', runsKey, block)
    end
    shift(pool, 'returning', 'free', tonumber(n))
    redis.call('ZREM', returningKey, member)
  end
  return #due
end

local function sweep(limit)
  return lapseHolds(limit) + offerReturning(limit)
end
