-- Exchanges a hold's units atomically: it ends up with the new units or is unchanged. Its deadline stays, or becomes the
-- end of the series of holds of a type that it takes. A swap that only gives back is a release and works in every state
-- of the sale.
-- KEYS[1..11] the sale's stock; KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 hold id, 4 fan key, 5 admission member, 6 claims (JSON), 7 terms (JSON), 8 random number,
-- 9 fingerprint of the seats, 10 maximum number of overdue holds to end first, 11 digest of the idempotency key or
-- nothing, 12 digest of the request, 13 maximum lifetime in ms.
-- Returns {'SWAPPED', sale time, fields of the hold…}, {'REPEATED', …}, {'RESTING', ms}, {'EXCHANGING_TOO_FAST', ms},
-- {'EXPIRED'}, {'COMMITTED'}, {'UNKNOWN'}, or hold-stock's refusals.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local holdId, fan, randomSeed, layout = ARGV[3], ARGV[4], ARGV[8], ARGV[9]
local callKey, callDigest = ARGV[11], ARGV[12]
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[12], KEYS[13], ARGV[5]
local holdKey = holdPrefix .. holdId
-- @include give-back
-- @include hoarding
-- @include line-first
-- @include sweep
-- @include plan-claims
-- @include exchanges

sweep(ARGV[10])
-- @include require-hold
-- @include know-call
if hold.state == 'committed' then return { 'COMMITTED' } end
if hold.state ~= 'active' or isOver then return { 'EXPIRED' } end
local stockLayout = redis.call('HGET', stockKey, 'layout')
-- @include require-layout

-- @include own-units
-- @include queue/know-permit
local lines, letters, relaxed = planClaims(cjson.decode(ARGV[6]), fan, mine, permitAdmission)
if not lines then
  if letters[1] ~= 'LIMIT_EXCEEDED' then
-- @include require-selling
  end
  return letters
end

-- units in both stay as they are; the others are taken or given back
local kept, counts, fresh, dropped = {}, {}, {}, {}
for i, line in ipairs(lines) do
  local seat = line.b and line.b .. ':' .. line.o
  if not seat then
    counts[line.p] = line.n
  elseif mine.seats[seat] then
    kept[seat] = true
  else
    fresh[#fresh + 1] = { line = line, letter = letters[i] }
  end
end
for _, line in ipairs(old) do
  local more = not line.b and (counts[line.p] or 0) - line.n or 0
  if line.b and not kept[line.b .. ':' .. line.o] then dropped[#dropped + 1] = line end
  if more < 0 then dropped[#dropped + 1] = { t = line.t, p = line.p, n = -more } end
  if not line.b then counts[line.p] = math.max(more, 0) end
end
for _, line in ipairs(lines) do
  local more = not line.b and counts[line.p] or 0
  if more > 0 then fresh[#fresh + 1] = { line = { t = line.t, p = line.p, n = more } } end
end
if #fresh > 0 then
-- @include require-selling
end
-- @include require-rested
local wait = #fresh > 0 and waitsToSwap(fan)
if wait then return { 'EXCHANGING_TOO_FAST', wait } end

for _, taken in ipairs(fresh) do
  local line = taken.line
  if line.b then
    touchSeat(line, 'h', holdId)
    countFree(line.b, taken.letter, -1)
  end
  takeFirst(line)
  shift(line.p, 'free', 'held', line.n)
  countFan(fan, line.t, line.n)
end
giveBack(dropped, holdId, fan, 'held')
countGivenBack(fan, dropped)
for kind, since in pairs(series) do rememberSince(fan, kind, since) end
redis.call('ZADD', deadlinesKey, deadline, holdId)
redis.call('HINCRBY', holdKey, 'revision', 1)
redis.call('HSET', holdKey, 'lines', cjson.encode(lines), 'terms', ARGV[7], 'relaxed', relaxed, 'deadline', deadline, 'limit', limit)
rememberCall()
return { 'SWAPPED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
