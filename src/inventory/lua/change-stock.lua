-- Changes stock while it is on sale, to absolute targets, all or nothing. Idempotent: a change that was made is not
-- looked at again, because what it gave may be sold by now; a change older than the last one is ignored.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 number of the change, 4 the change (JSON):
-- letters = [[ticket type, letter, pool], …]; pools = [[pool, capacity, pool it takes from], …] for stock without seats;
-- seats = [[b, o, ticket type, pool that counts it while withdrawn, target pool, letter], …], each seat once, where the
-- letter is w or the target pool's; soft: what cannot be moved now is left and reported instead of refusing the change.
-- Returns {'DONE', what was left…}, {'BELOW', pool}, {'SEATS_TAKEN', 'b:o'…}, {'LATER'}, {'STALE'}; what was left is
-- 'b:o' for a skipped seat, and for what a pool kept both 'pool:units' and 'pool=units': nodes of another version read
-- one of them and pass over the other.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
-- Members of a set written per command; `unpack` fails on some thousand values, so answers are built by insertion.
local NAMES_AT_ONCE = 1000
local change, number = cjson.decode(ARGV[4]), tonumber(ARGV[3])
local made = redis.call('HMGET', stockKey, 'mode', 'change', 'skipped')
if made[1] ~= 'open' then return { 'LATER' } end
if number <= tonumber(made[2] or 0) then
  local known = { 'DONE' }
  for name in string.gmatch(number == tonumber(made[2]) and made[3] or '', '%S+') do known[#known + 1] = name end
  return known
end

local function countOf(pool, name) return tonumber(redis.call('HGET', stockKey, pool .. ':' .. name) or 0) end
local poolOf, blocks, missing, left = {}, {}, {}, {}
for _, target in ipairs(change.pools) do
  local below = countOf(target[1], 'capacity') - target[2] - countOf(target[1], 'free')
  if below > 0 and not change.soft then return { 'BELOW', target[1] } end
  if below > 0 then missing[target[1]] = below end
  for _, sign in ipairs(below > 0 and { ':', '=' } or {}) do left[#left + 1] = target[1] .. sign .. below end
end
for _, target in ipairs(change.pools) do
  target[2] = target[2] + (missing[target[1]] or 0) - (missing[target[3]] or 0)
end
for _, letter in ipairs(change.letters) do poolOf[letter[1] .. letter[2]] = letter[3] end
local moves, taken = {}, {}
for _, seat in ipairs(change.seats) do
  local block, offset = seat[1], seat[2]
  blocks[block] = blocks[block] or redis.call('GET', blockPrefix .. block) or ''
  local letter = string.sub(blocks[block], offset + 1, offset + 1)
  -- seats offered to the line (l) are public stock
  local from = letter == 'w' and seat[4] or poolOf[seat[3] .. (letter == 'l' and 'f' or letter)]
  if not from then
    taken[#taken + 1] = block .. ':' .. offset
  elseif letter ~= seat[6] or from ~= seat[5] then
    moves[#moves + 1] = { b = block, o = offset, was = letter, is = seat[6], from = from, to = seat[5] }
  end
end
if #taken > 0 and not change.soft then
  table.insert(taken, 1, 'SEATS_TAKEN')
  return taken
end

-- counted here and written once, because a change may move a large part of a house
local sums, free, names = {}, {}, {}
local function add(pool, name, n) sums[pool .. ':' .. name] = (sums[pool .. ':' .. name] or 0) + n end
local function addFree(block, letter, n)
  if letter ~= 'w' then free[block .. ':' .. letter] = (free[block .. ':' .. letter] or 0) + n end
end
for _, target in ipairs(change.pools) do
  local pool, more = target[1], target[2] - countOf(target[1], 'capacity')
  add(pool, 'capacity', more)
  add(pool, 'free', more)
  redis.call('SADD', changesKey, pool)
end
for _, letter in ipairs(change.letters) do redis.call('HSET', stockKey, letter[3] .. ':letter', letter[2]) end
for _, move in ipairs(moves) do
  redis.call('SETRANGE', blockPrefix .. move.b, move.o, move.is)
  names[#names + 1] = move.b .. ':' .. move.o
  addFree(move.b, move.was, -1)
  addFree(move.b, move.is, 1)
  add(move.from, 'capacity', -1)
  add(move.from, move.was == 'w' and 'withdrawn' or 'free', -1)
  add(move.to, 'capacity', 1)
  add(move.to, move.is == 'w' and 'withdrawn' or 'free', 1)
end
for field, n in pairs(sums) do
  redis.call('HINCRBY', stockKey, field, n)
  redis.call('SADD', changesKey, (string.gsub(field, ':%a+$', '')))
end
for field, n in pairs(free) do redis.call('HINCRBY', runsKey, field, n) end
for block in pairs(#moves > 0 and blocks or {}) do redis.call('HDEL', runsKey, block) end
for i = 1, #names, NAMES_AT_ONCE do
  redis.call('SADD', changesKey, unpack(names, i, math.min(i + NAMES_AT_ONCE - 1, #names)))
end
for _, name in ipairs(left) do taken[#taken + 1] = name end
redis.call('HSET', stockKey, 'change', number, 'skipped', table.concat(taken, ' '))
-- @include saletime/wake-sale
table.insert(taken, 1, 'DONE')
return taken
