-- Finds the units for a list of claims without writing them: all or nothing. A claim is {t, p, max} and one of {n} (general
-- admission), {seats = [[b, o], …]}, {n, blocks = [b, …]} (best available). `mine` is the hold that is swapped, whose units may
-- be taken again: {seats = {['b:o'] = true}, blocks = {[b] = [o, …]}, pools = {[p] = n}, types = {[t] = n}}.
-- Needs: stock. Gives: planClaims(claims, fan, mine, people who share the basket), which returns lines and whether a group was split, or nil and the refusal.
-- Bounds of free runs read by one command: the first blocks mostly have one.
local BOUNDS_AT_ONCE = 16

local function exceeded(claims, fan, mine, members)
  local asked = {}
  for _, claim in ipairs(claims) do
    asked[claim.t] = (asked[claim.t] or 0) + claim.n
    local has = tonumber(redis.call('HGET', fansKey, fan .. '|' .. claim.t) or 0) - (mine.types[claim.t] or 0)
    if has + asked[claim.t] > claim.max * (members or 1) then return { 'LIMIT_EXCEEDED', claim.t } end
  end
end

local function planClaims(claims, fan, mine, members)
  local refusal = exceeded(claims, fan, mine, members)
  if refusal then return nil, refusal end
  local lines, picked, views, used, taken, split = {}, {}, {}, {}, {}, false

  local function pick(claim, block, offset)
    lines[#lines + 1] = { t = claim.t, p = claim.p, b = block, o = offset, n = 1 }
    picked[block] = picked[block] or {}
    table.insert(picked[block], offset)
    views[block] = nil
  end

  -- a block as this plan sees it
  local function view(block)
    if views[block] then return views[block] end
    local seats = redis.call('GET', blockPrefix .. block) or ''
    local function splice(offsets, letter)
      for _, offset in ipairs(offsets or {}) do
        seats = string.sub(seats, 1, offset) .. letter .. string.sub(seats, offset + 2)
      end
    end
    splice(mine.blocks[block], 'f')
    splice(picked[block], 'h')
    views[block] = seats
    return seats
  end

  -- the first n free seats side by side, in index order; a block known to have no such run is not looked at
  local function firstRun(claim, n)
    local bounds, wanted = {}, string.rep('f', n)
    for i, block in ipairs(claim.blocks) do
      local at = (i - 1) % BOUNDS_AT_ONCE
      if at == 0 then
        bounds = redis.call('HMGET', runsKey, unpack(claim.blocks, i, math.min(i + BOUNDS_AT_ONCE - 1, #claim.blocks)))
      end
      local own, bound = mine.blocks[block] ~= nil, bounds[at + 1]
      if own or not bound or tonumber(bound) >= n then
        local found = string.find(view(block), wanted, 1, true)
        if found then return block, found - 1 end
        if not own and not picked[block] then redis.call('HSET', runsKey, block, n - 1) end
      end
    end
  end

  local function pickBest(claim)
    local left, run = claim.n, claim.n
    while left > 0 and run > 0 do
      local block, offset = firstRun(claim, run)
      for i = 1, block and run or 0 do pick(claim, block, offset + i - 1) end
      if block then left = left - run else run, split = run - 1, true end
      run = math.min(run, left)
    end
    return left == 0
  end

  for _, claim in ipairs(claims) do
    for _, seat in ipairs(claim.seats or {}) do
      local name = seat[1] .. ':' .. seat[2]
      local letter = redis.call('GETRANGE', blockPrefix .. seat[1], seat[2], seat[2])
      if letter == 'f' or mine.seats[name] then pick(claim, seat[1], seat[2]) else taken[#taken + 1] = name end
    end
  end
  if #taken > 0 then return nil, { 'SEATS_TAKEN', unpack(taken) } end
  for _, claim in ipairs(claims) do
    used[claim.p] = (used[claim.p] or 0) + claim.n
    local free = tonumber(redis.call('HGET', stockKey, claim.p .. ':free') or 0) + (mine.pools[claim.p] or 0)
    if free < used[claim.p] or (claim.blocks and not pickBest(claim)) then return nil, { 'SOLD_OUT', claim.t } end
    if not claim.seats and not claim.blocks then lines[#lines + 1] = { t = claim.t, p = claim.p, n = claim.n } end
  end
  return lines, split
end
