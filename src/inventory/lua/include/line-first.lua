-- Units that lapse or are given back while people wait are offered to the line first: for LINE_FIRST_MS only to
-- admissions that began less than that ago and have not held the ticket type yet, then to everyone admitted. Staying in
-- the shop and retrying thus gains nothing that the line wants. Applies to public stock only: nobody queues
-- for a channel's.
-- A seat offered to the line has letter `l`. A pool without seats counts units offered to the line in `first`, which is
-- part of `free`, and in `firstTaken` how many of them were taken since: the oldest offers are used up first.
-- Needs: stock, saleNow. Gives: LINE_FIRST_MS, LINE_LETTER, offer, endOffer, openLine, firstOf, lineHasSeats, takeFirst.
local LINE_FIRST_MS, LINE_LETTER = 20000, 'l'
-- Ticket types of which the fan may take units offered to the line.
local lineTypes = {}

local function freeSeat(block, offset, letter)
  touchSeat({ b = block, o = offset }, letter, nil)
  countFree(block, letter, 1)
  redis.call('HDEL', runsKey, block)
end

-- Offers a returned unit: `s` for a seat, `g` for units of a pool without seats.
local function offer(kind, name, pool, n, lineWaits)
  local letter = freeLetter(pool)
  local toLine = lineWaits and letter == 'f'
  if kind == 's' then
    local block, offset = string.match(name, '^(%d+):(%d+)$')
    freeSeat(block, offset, toLine and LINE_LETTER or letter)
  elseif toLine then
    redis.call('HINCRBY', stockKey, pool .. ':first', n)
  end
  shift(pool, 'returning', 'free', n)
  if toLine then redis.call('ZADD', returningKey, saleNow + LINE_FIRST_MS, string.upper(kind) .. ':' .. name .. '|' .. pool .. '|' .. n) end
end

-- Opens what was offered to the line to everyone admitted.
local function endOffer(kind, name, pool, n)
  if kind == 'G' then
    local taken = math.min(n, tonumber(redis.call('HGET', stockKey, pool .. ':firstTaken') or 0))
    redis.call('HINCRBY', stockKey, pool .. ':firstTaken', 0 - taken)
    redis.call('HINCRBY', stockKey, pool .. ':first', taken - n)
    return
  end
  local block, offset = string.match(name, '^(%d+):(%d+)$')
  if redis.call('GETRANGE', blockPrefix .. block, offset, offset) ~= LINE_LETTER then return end
  countFree(block, LINE_LETTER, -1)
  freeSeat(block, offset, freeLetter(pool))
end

-- @param since start of the admission, or nil without one
local function isFromLine(fan, ticketType, since)
  if not since or saleNow < since or saleNow - since >= LINE_FIRST_MS then return false end
  local field = fan .. '|' .. ticketType
  local held = redis.call('HMGET', fansKey, field .. '|since', field .. '|until')
  return not held[1] and not held[2]
end

-- Adds the seats offered to the line to the claims of a fan who came from it.
local function openLine(claims, fan, since)
  for _, claim in ipairs(claims) do
    lineTypes[claim.t] = isFromLine(fan, claim.t, since)
    for i = 1, lineTypes[claim.t] and (claim.seats or claim.blocks) and #claim.ps or 0 do
      if claim.ps[i][1] == 'f' then table.insert(claim.ps, { LINE_LETTER, claim.ps[i][2] }) end
    end
  end
end

-- Returns how many free units of a pool without seats the fan must leave to the line, and how many are free.
local function firstOf(pool, ticketType)
  local counts = redis.call('HMGET', stockKey, pool .. ':first', pool .. ':free')
  local free = tonumber(counts[2] or 0)
  -- stock that was withdrawn meanwhile is no longer there to offer
  return lineTypes[ticketType] and 0 or math.max(0, math.min(tonumber(counts[1] or 0), free)), free
end

local function lineHasSeats(blocks)
  for from = 1, #blocks, 1000 do
    local fields = { unpack(blocks, from, math.min(from + 999, #blocks)) }
    for i, block in ipairs(fields) do fields[i] = block .. ':' .. LINE_LETTER end
    for _, n in ipairs(redis.call('HMGET', runsKey, unpack(fields))) do
      if tonumber(n or 0) > 0 then return true end
    end
  end
  return false
end

-- Consumes the line's offer when a fan from the line takes units of a pool without seats.
local function takeFirst(line)
  if line.b or not lineTypes[line.t] then return end
  local n = math.min(line.n, tonumber(redis.call('HGET', stockKey, line.p .. ':first') or 0))
  if n <= 0 then return end
  redis.call('HINCRBY', stockKey, line.p .. ':first', -n)
  redis.call('HINCRBY', stockKey, line.p .. ':firstTaken', n)
end
