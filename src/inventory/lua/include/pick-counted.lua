-- Finds units of a claim on stock without seats.
-- Needs: stock, mine, lines, isLines, firstOf. Gives: pickCounted(claim), which returns true if it found all.
  local function pickCounted(claim)
    local left, lineHas, pools = claim.n, 0, {}
    local function add(pool, n)
      n = math.min(left, n)
      if n <= 0 then return end
      if not pools[pool] then
        pools[pool] = { t = claim.t, p = pool, n = 0 }
        lines[#lines + 1] = pools[pool]
      end
      pools[pool].n, left = pools[pool].n + n, left - n
    end
    -- what the fan has stays, whatever pool it is of: giving back takes nothing anew
    for _, line in ipairs(mine.counted[claim.t] or {}) do add(line.p, line.n) end
    for _, source in ipairs(claim.ps) do
      local first, free = firstOf(source[2], claim.t)
      add(source[2], free - first)
      lineHas = lineHas + first
    end
    isLines = isLines or (left > 0 and lineHas >= left)
    return left == 0
  end
