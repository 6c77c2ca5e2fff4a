-- Holds units for a fan: everything that is asked for, or nothing.
-- KEYS[1..11] the sale's stock (inventory.store.ts); KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 hold id, 4 fan key, 5 admission member, 6 admission id, 7 digest of the request, 8 claims (JSON),
-- 9 terms (JSON, kept as it is), 10 life in ms, 11 longest life in ms, 12 random number, 13 fingerprint of the seats,
-- 14 how many overdue holds to end first.
-- Returns {'HELD' or 'REPEATED', sale time, fields of the hold…}, {'MISMATCH'}, {'LIMIT_EXCEEDED', ticket type},
-- {'SEATS_TAKEN', 'b:o'…}, {'SOLD_OUT', ticket type}, {'PAUSED'}, {'CLOSED'}, {'LAYOUT'}, {'NOT_ACTIVE'}, {'STALE'}.
-- @include queue/require-epoch
-- @include queue/sale-now
-- @include stock
local holdId, fan, admissionId, digest = ARGV[3], ARGV[4], ARGV[6], ARGV[7]
local lifeMs, longestMs, randomSeed, layout, sweepLimit = ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[12], KEYS[13], ARGV[5]
local holdKey = holdPrefix .. holdId
-- @include give-back
-- @include sweep
-- @include plan-claims

sweep(sweepLimit)
local present = redis.call('HMGET', holdKey, 'digest', 'fan')
if present[1] then
  if present[1] ~= digest or present[2] ~= fan then return { 'MISMATCH' } end
  return { 'REPEATED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
end
-- @include require-selling
local lines, split = planClaims(cjson.decode(ARGV[8]), fan, { seats = {}, blocks = {}, pools = {}, types = {} })
if not lines then return split end

local limit = saleNow + longestMs
local deadline = math.min(saleNow + lifeMs, limit)
local permitUntil = deadline
-- @include queue/require-permit
if permitAdmission.fan ~= fan then return { 'NOT_ACTIVE' } end

for _, line in ipairs(lines) do
  if line.b then touchSeat(line, 'h', holdId) end
  shift(line.p, 'free', 'held', line.n)
  countFan(fan, line.t, line.n)
end
redis.call('ZADD', deadlinesKey, deadline, holdId)
redis.call('HSET', holdKey, 'state', 'active', 'fan', fan, 'admission', admissionId, 'digest', digest,
  'lines', cjson.encode(lines), 'terms', ARGV[9], 'deadline', deadline, 'limit', limit, 'life', lifeMs, 'extended', 0,
  'revision', 1, 'split', split and 1 or 0)
return { 'HELD', saleNow, unpack(redis.call('HGETALL', holdKey)) }
