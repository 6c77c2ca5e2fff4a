-- Finds seats for a claim without a proposal: the first runs in index order, contiguous before split. Slower and of
-- lower quality than a proposal, but never refuses while enough seats are free.
-- Needs: stock, mine, picked, pick, BOUNDS_AT_ONCE. Gives: searchBest(claim), which returns 'whole', 'split' or false.
  local function view(claim, block)
    local seen = { f = '-' }
    for _, source in ipairs(claim.ps) do seen[source[1]] = 'f' end
    local seats = string.gsub(redis.call('GET', blockPrefix .. block) or '', '%a', seen)
    local function splice(offset, letter) seats = string.sub(seats, 1, offset) .. letter .. string.sub(seats, offset + 2) end
    for _, offset in ipairs(mine.blocks[block] or {}) do splice(offset, 'f') end
    for offset in pairs(picked[block] or {}) do splice(offset, 'h') end
    return seats
  end

  -- finds the first n adjacent free seats, skipping blocks known to have no such run of public seats
  local function firstRun(claim, n)
    local bounds, wanted = {}, string.rep('f', n)
    local isPublic = #claim.ps == 1 and claim.ps[1][1] == 'f'
    for i, block in ipairs(claim.blocks) do
      local at = (i - 1) % BOUNDS_AT_ONCE
      if at == 0 then
        bounds = redis.call('HMGET', runsKey, unpack(claim.blocks, i, math.min(i + BOUNDS_AT_ONCE - 1, #claim.blocks)))
      end
      local own, bound = mine.blocks[block] ~= nil or not isPublic, bounds[at + 1]
      if own or not bound or tonumber(bound) >= n then
        local found = string.find(view(claim, block), wanted, 1, true)
        if found then return block, found - 1 end
        if not own and not picked[block] then redis.call('HSET', runsKey, block, n - 1) end
      end
    end
  end

  local function searchBest(claim)
    local left, run, outcome = claim.n, claim.n, 'whole'
    while left > 0 and run > 0 do
      local block, offset = firstRun(claim, run)
      for i = 1, block and run or 0 do pick(claim, block, offset + i - 1) end
      if block then left = left - run else run, outcome = run - 1, 'split' end
      run = math.min(run, left)
    end
    return left == 0 and outcome
  end
