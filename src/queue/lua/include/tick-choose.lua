-- Calls the next fans from `ready`: lanes by weighted round robin, lowest position first, alternating returners (at or
-- below S) with first-timers while both are ready.
-- Needs: lanes {ready, seen, called, weight, deficit, serving, turn}, room, calledUntil, graceMs. Gives: each lane's
-- picked (positions).
for _, lane in ipairs(lanes) do
  lane.picked, lane.firsts, lane.returners, lane.first, lane.returner = {}, {}, {}, 1, 1
  if room > 0 then
    lane.firsts = redis.call('ZRANGEBYSCORE', lane.ready, '(' .. lane.serving, '+inf', 'LIMIT', 0, room)
    lane.returners = redis.call('ZRANGEBYSCORE', lane.ready, '-inf', lane.serving, 'LIMIT', 0, room)
  end
end

local function nextLane()
  local best, weights = nil, 0
  for _, lane in ipairs(lanes) do
    if lane.firsts[lane.first] or lane.returners[lane.returner] then
      weights = weights + lane.weight
      lane.deficit = lane.deficit + lane.weight
      if not best or lane.deficit > best.deficit then best = lane end
    else
      lane.deficit = 0
    end
  end
  if best then best.deficit = best.deficit - weights end
  return best
end

while room > 0 do
  local lane = nextLane()
  if not lane then break end
  local first, returner = lane.firsts[lane.first], lane.returners[lane.returner]
  local takeReturner = returner and (not first or lane.turn == 'returner')
  local position = takeReturner and returner or first
  if takeReturner then lane.returner, lane.turn = lane.returner + 1, 'first' else lane.first, lane.turn = lane.first + 1, 'returner' end
  -- as mark-ready.lua marks a fan with extra time
  local hasExtraTime = tonumber(redis.call('ZSCORE', lane.ready, position)) < tonumber(position)
  redis.call('ZREM', lane.ready, position)
  redis.call('ZREM', lane.seen, position)
  redis.call('ZADD', lane.called, hasExtraTime and calledUntil + graceMs or calledUntil, position)
  lane.serving = math.max(lane.serving, tonumber(position))
  lane.picked[#lane.picked + 1] = tonumber(position)
  room = room - 1
end
