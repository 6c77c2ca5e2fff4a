-- Changes stock while it is on sale, to absolute targets, all or nothing. Idempotent; a change older than the last one
-- is ignored.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 number of the change, 4 the change (JSON):
-- letters = [[ticket type, letter, pool], …]; pools = [[pool, capacity], …] for stock without seats;
-- seats = [[b, o, ticket type, pool that counts it while withdrawn, target pool, letter], …], where the letter is w or
-- the target pool's; soft: seats that cannot be moved now are skipped and reported instead of refusing the change.
-- Returns {'DONE', 'b:o' of skipped seats…}, {'BELOW', pool}, {'SEATS_TAKEN', 'b:o'…}, {'LATER'}, {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local change, number = cjson.decode(ARGV[4]), tonumber(ARGV[3])
if redis.call('HGET', stockKey, 'mode') ~= 'open' then return { 'LATER' } end
if number < tonumber(redis.call('HGET', stockKey, 'change') or 0) then return { 'DONE' } end

local function countOf(pool, name) return tonumber(redis.call('HGET', stockKey, pool .. ':' .. name) or 0) end
for _, target in ipairs(change.pools) do
  if countOf(target[1], 'free') + target[2] - countOf(target[1], 'capacity') < 0 then return { 'BELOW', target[1] } end
end
local poolOf = {}
for _, letter in ipairs(change.letters) do poolOf[letter[1] .. letter[2]] = letter[3] end
local moves, taken = {}, {}
for _, seat in ipairs(change.seats) do
  local block, offset, letter = seat[1], seat[2], redis.call('GETRANGE', blockPrefix .. seat[1], seat[2], seat[2])
  -- seats offered to the line (l) are public stock
  local from = letter == 'w' and seat[4] or poolOf[seat[3] .. (letter == 'l' and 'f' or letter)]
  if not from then
    taken[#taken + 1] = block .. ':' .. offset
  elseif letter ~= seat[6] or from ~= seat[5] then
    moves[#moves + 1] = { b = block, o = offset, was = letter, is = seat[6], from = from, to = seat[5] }
  end
end
-- answers are built by insertion: `unpack` fails on some thousand values
if #taken > 0 and not change.soft then
  table.insert(taken, 1, 'SEATS_TAKEN')
  return taken
end

local function add(pool, name, n) redis.call('HINCRBY', stockKey, pool .. ':' .. name, n) end
for _, target in ipairs(change.pools) do
  local pool, more = target[1], target[2] - countOf(target[1], 'capacity')
  add(pool, 'capacity', more)
  add(pool, 'free', more)
  redis.call('SADD', changesKey, pool)
end
for _, letter in ipairs(change.letters) do redis.call('HSET', stockKey, letter[3] .. ':letter', letter[2]) end
for _, move in ipairs(moves) do
  touchSeat(move, move.is, nil)
  if move.was ~= 'w' then countFree(move.b, move.was, -1) end
  if move.is ~= 'w' then countFree(move.b, move.is, 1) end
  redis.call('HDEL', runsKey, move.b)
  add(move.from, 'capacity', -1)
  add(move.from, move.was == 'w' and 'withdrawn' or 'free', -1)
  add(move.to, 'capacity', 1)
  add(move.to, move.is == 'w' and 'withdrawn' or 'free', 1)
  redis.call('SADD', changesKey, move.from, move.to)
end
redis.call('HSET', stockKey, 'change', number)
-- @include saletime/wake-sale
table.insert(taken, 1, 'DONE')
return taken
