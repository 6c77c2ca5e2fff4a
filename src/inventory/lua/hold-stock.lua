-- Holds units for a fan, all requested units or none. The fan key, by which units count together, is read from the
-- admission.
-- KEYS[1..11] the sale's stock (inventory.store.ts); KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 keyed digest of the idempotency key, 4 admission, 5 digest of the request, 6 claims
-- (JSON), 7 terms (JSON, stored verbatim), 8 lifetime in ms, 9 maximum lifetime in ms, 10 random number, 11 fingerprint
-- of the seats, 12 maximum number of overdue holds to end first.
-- Returns {'HELD', sale time, hold id, the fields unknown to the caller…}, {'REPEATED', sale time, hold id, all
-- fields…}, {'MISMATCH'}, {'LIMIT_EXCEEDED', ticket type}, {'SEATS_TAKEN', 'b:o'…}, {'SOLD_OUT', ticket type},
-- {'LINE_FIRST', ms}, {'HOLDS_SPENT'}, {'RESTING', ms}, {'PAUSED'}, {'CLOSED'}, {'LAYOUT'}, {'NOT_ACTIVE'}, {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local admissionId, digest, terms = ARGV[4], ARGV[5], ARGV[7]
local lifeMs, longestMs, randomSeed, layout, sweepLimit = tonumber(ARGV[8]), tonumber(ARGV[9]), ARGV[10], ARGV[11], ARGV[12]
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[12], KEYS[13], ARGV[4]
-- @include give-back
-- @include hoarding
-- @include line-first
-- @include sweep
-- @include plan-claims

sweep(sweepLimit)
-- @include queue/know-permit
local fan = permitAdmission.fan
-- extra time doubles all of the fan's time limits
lifeMs, longestMs = lifeMs * (permitAdmission.factor or 1), longestMs * (permitAdmission.factor or 1)
-- derived from fan and idempotency key: retries reach the same hold, and no other fan can
local holdId = 'hold_' .. redis.sha1hex(ARGV[3] .. fan)
local holdKey = holdPrefix .. holdId
local present = redis.call('HGET', holdKey, 'digest')
if present then
  if present ~= digest then return { 'MISMATCH' } end
  return { 'REPEATED', saleNow, holdId, unpack(redis.call('HGETALL', holdKey)) }
end
-- @include require-selling
-- @include require-layout
local made = 'holds|' .. admissionId
if tonumber(redis.call('HGET', fansKey, made) or 0) >= HOLDS_PER_ADMISSION then return { 'HOLDS_SPENT' } end
local claims = cjson.decode(ARGV[6])
local lines, letters, relaxed = planClaims(claims, fan, NOTHING, permitAdmission)
if not lines then return letters end

local limit = saleNow + longestMs
for _, claim in ipairs(claims) do
  local rest, since = restsUntil(fan, claim.t, lifeMs, longestMs)
  if rest then return { 'RESTING', rest - saleNow } end
  claim.since, limit = since, math.min(limit, since + longestMs)
end
local deadline = math.min(saleNow + lifeMs, limit)
local permitUntil = deadline
-- @include queue/raise-permit
-- @include write-hold
redis.call('HINCRBY', fansKey, made, 1)
rememberHold(admissionId, holdId)
for _, claim in ipairs(claims) do rememberSince(fan, claim.t, claim.since) end
return { 'HELD', saleNow, holdId, unpack(known) }
