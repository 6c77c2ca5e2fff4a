-- Finds units for a list of claims without writing them, all or nothing.
-- A claim is {t, max, n, ps = [[letter, pool], …]}, where `ps` are the pools to take from, in order, and for seats
-- either {seats = [[b, o], …]} (named) or {blocks = [b, …]} (best available, with the proposed `seats` and what the
-- proposal `relaxed`, unless the script must search itself).
-- `mine` is the hold being swapped, whose units may be taken again:
-- {seats = {['b:o'] = pool}, blocks = {[b] = [o, …]}, counted = {[t] = lines without seats}, types = {[t] = n}}; NOTHING
-- for a new hold.
-- `admission` is the fan's, {} without one: its `members` share the basket, and each may have a claim's `max`.
-- Needs: stock, line-first. Gives: NOTHING; planClaims(claims, fan, mine, admission), which returns lines, the letters of
-- their seats and what was relaxed, or nil and the refusal.
-- Blocks whose counts are read per command; `unpack` fails on some thousand fields.
local BLOCKS_AT_ONCE = 200

local NOTHING = { seats = {}, blocks = {}, counted = {}, types = {} }

local function exceeded(claims, fan, mine, members)
  local asked = {}
  for _, claim in ipairs(claims) do
    asked[claim.t] = (asked[claim.t] or 0) + claim.n
    local own, most = mine.types[claim.t] or 0, claim.max * (members or 1)
    local has = tonumber(redis.call('HGET', fansKey, fan .. '|' .. claim.t) or 0) - own
    -- a fan above a limit that was lowered may keep or give back
    if has + asked[claim.t] > most and asked[claim.t] > own then
      return { 'LIMIT_EXCEEDED', claim.t, math.max(0, most - has) }
    end
  end
end

local function planClaims(claims, fan, mine, admission)
  local refusal = exceeded(claims, fan, mine, admission.members)
  if refusal then return nil, refusal end
  openLine(claims, fan, admission.since)
  local lines, letters, picked, taken, relaxed, isLines = {}, {}, {}, {}, '', false

  -- takes a seat if the claim is entitled to it
  local function pick(claim, block, offset)
    local name = block .. ':' .. offset
    local letter, pool = redis.call('GETRANGE', blockPrefix .. block, offset, offset), mine.seats[name]
    for _, source in ipairs(claim.ps) do
      if letter == source[1] then pool = source[2] end
    end
    picked[block] = picked[block] or {}
    if not pool or picked[block][offset] then return false, letter end
    picked[block][offset] = true
    lines[#lines + 1] = { t = claim.t, p = pool, b = block, o = offset, n = 1 }
    letters[#lines] = letter
    return true
  end
-- @include search-best
-- @include pick-counted

  local function pickNamed(claim)
    local late = {}
    for _, seat in ipairs(claim.seats) do
      local isPicked, letter = pick(claim, seat[1], seat[2])
      isLines = isLines or letter == LINE_LETTER
      if not isPicked and letter ~= LINE_LETTER then late[#late + 1] = seat[1] .. ':' .. seat[2] end
    end
    return late
  end

  for _, claim in ipairs(claims) do
    for _, name in ipairs(claim.seats and pickNamed(claim) or {}) do taken[#taken + 1] = name end
    if claim.relaxed then relaxed = claim.relaxed end
  end
  if #taken > 0 then return nil, { 'SEATS_TAKEN', unpack(taken) } end
  for _, claim in ipairs(claims) do
    local found = claim.seats or (claim.blocks and searchBest(claim)) or (not claim.blocks and pickCounted(claim))
    if not found and (isLines or (claim.blocks and lineHasSeats(claim.blocks))) then isLines = true
    elseif not found then return nil, { 'SOLD_OUT', claim.t } end
    if found == 'split' then relaxed = 'split' end
  end
  if isLines then return nil, { 'LINE_FIRST', LINE_FIRST_MS } end
  return lines, letters, relaxed
end
