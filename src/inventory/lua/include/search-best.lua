-- Finds seats for a claim without a proposal: the first runs in index order, contiguous before split. Slower and of
-- lower quality than a proposal, but never refuses while enough seats are free. Looks only into blocks that have free
-- seats by their counts, so that a house without any is refused without a look at its seats.
-- Needs: stock, mine, picked, pick, BLOCKS_AT_ONCE. Gives: searchBest(claim), which returns 'whole', 'split' or false.
  -- Returns for each block the seats that the claim may take, and the known upper bound of its runs; and all seats.
  local function countedBlocks(claim)
    local counted, total, width = {}, 0, #claim.ps + 1
    for from = 1, #claim.blocks, BLOCKS_AT_ONCE do
      local last, fields = math.min(from + BLOCKS_AT_ONCE - 1, #claim.blocks), {}
      for i = from, last do
        fields[#fields + 1] = claim.blocks[i]
        for _, source in ipairs(claim.ps) do fields[#fields + 1] = claim.blocks[i] .. ':' .. source[1] end
      end
      local read = redis.call('HMGET', runsKey, unpack(fields))
      for i = from, last do
        local at, block, public = (i - from) * width + 1, claim.blocks[i], 0
        local free = #(mine.blocks[block] or {})
        for s, source in ipairs(claim.ps) do
          local n = tonumber(read[at + s] or 0)
          free, public = free + n, public + (source[1] == 'f' and n or 0)
        end
        -- the bound is about public seats alone
        counted[i] = { free = free, isPublic = free == public, bound = free == public and tonumber(read[at]) or free }
        total = total + free
      end
    end
    return counted, total
  end

  local function view(claim, block)
    local seen = { f = '-' }
    for _, source in ipairs(claim.ps) do seen[source[1]] = 'f' end
    local seats = string.gsub(redis.call('GET', blockPrefix .. block) or '', '%a', seen)
    local function splice(offset, letter) seats = string.sub(seats, 1, offset) .. letter .. string.sub(seats, offset + 2) end
    for _, offset in ipairs(mine.blocks[block] or {}) do splice(offset, 'f') end
    for offset in pairs(picked[block] or {}) do splice(offset, 'h') end
    return seats
  end

  -- finds the first n adjacent free seats; remembers of a block of public seats only that it has no such run
  local function firstRun(claim, counted, n)
    local wanted = string.rep('f', n)
    for i, block in ipairs(claim.blocks) do
      local known = counted[i]
      if known.free >= n and known.bound >= n then
        known.seats = known.seats or view(claim, block)
        local found = string.find(known.seats, wanted, 1, true)
        if found then return i, found - 1 end
        known.bound = n - 1
        if known.isPublic and not picked[block] then redis.call('HSET', runsKey, block, n - 1) end
      end
    end
  end

  local function searchBest(claim)
    local counted, total = countedBlocks(claim)
    if total < claim.n then return false end
    local left, run, outcome = claim.n, claim.n, 'whole'
    while left > 0 and run > 0 do
      local at, offset = firstRun(claim, counted, run)
      for i = 1, at and run or 0 do pick(claim, claim.blocks[at], offset + i - 1) end
      if at then left, counted[at].seats = left - run, nil else run, outcome = run - 1, 'split' end
      run = math.min(run, left)
    end
    return left == 0 and outcome
  end
