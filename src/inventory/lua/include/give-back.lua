-- Gives units back: they stay `returning` for a random 0.5 to 4 s of sale time, so that rapid reloading gives no
-- advantage in winning a lapsed hold. Needs: stock, saleNow, randomSeed (a number from the caller). Gives: giveBack.
local RETURN_MIN_MS, RETURN_SPREAD_MS = 500, 3500
math.randomseed(randomSeed)

-- Skips seats that `owner` no longer owns, so that a late release frees nobody else's. Returns the number of units
-- given back.
local function giveBack(lines, owner, fan, from)
  local offerAt, units = saleNow + RETURN_MIN_MS + math.floor(math.random() * RETURN_SPREAD_MS), 0
  for _, line in ipairs(lines) do
    local returned = 'g:' .. redis.call('HINCRBY', stockKey, 'returns', 1)
    local mine = true
    if line.b then
      returned = 's:' .. line.b .. ':' .. line.o
      mine = redis.call('HGET', ownersKey, line.b .. ':' .. line.o) == owner
      if mine then touchSeat(line, 'r', nil) end
    end
    if mine then
      redis.call('ZADD', returningKey, offerAt, returned .. '|' .. line.p .. '|' .. line.n)
      shift(line.p, from, 'returning', line.n)
      countFan(fan, line.t, -line.n)
      units = units + line.n
    end
  end
  return units
end
