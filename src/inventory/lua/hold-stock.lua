-- Holds units for several fans of a sale, one after the other, each all requested units or none: holds that arrive
-- together cost one call. The fan key, by which units count together, is read from the admission.
-- KEYS[1..11] the sale's stock (inventory.store.ts); KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 fingerprint of the seats, 4 maximum number of overdue holds to end first, 5 random number,
-- 6 number of plans; for each plan: claims (JSON), terms (JSON, stored verbatim), lifetime in ms, maximum lifetime in
-- ms; for each hold: keyed digest of the idempotency key, admission, digest of the request, number of its plan.
-- Returns {'STALE'}, or {'EACH', an answer for each hold}: {'HELD', sale time, hold id, the fields unknown to the
-- caller…}, {'REPEATED', sale time, hold id, all fields…}, {'MISMATCH'}, {'LIMIT_EXCEEDED', ticket type, left},
-- {'SEATS_TAKEN', 'b:o'…}, {'SOLD_OUT', ticket type}, {'LINE_FIRST', ms}, {'HOLDS_SPENT'}, {'RESTING', ms},
-- {'EXCHANGING_TOO_FAST', ms}, {'PAUSED'}, {'CLOSED'}, {'LAYOUT'}, {'NOT_ACTIVE'}, {'FAILED', error}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local layout, randomSeed = ARGV[3], ARGV[5]
local permitActiveKey, permitAdmissionKey = KEYS[12], KEYS[13]
local PLANS, PLAN_SIZE = 6, 4
local HOLDS = PLANS + tonumber(ARGV[PLANS]) * PLAN_SIZE
-- @include give-back
-- @include hoarding
-- @include line-first
-- @include sweep
-- @include plan-claims
-- @include exchanges

sweep(tonumber(ARGV[4]))

local stockLayout = redis.call('HGET', stockKey, 'layout')
-- Claims without seats, which planning does not change, by their plan.
local decoded = {}
local function claimsOf(plan)
  local claims = decoded[plan] or cjson.decode(ARGV[plan + 1])
  for _, claim in ipairs(claims) do
    if claim.seats or claim.blocks then return claims end
  end
  decoded[plan] = claims
  return claims
end

local function hold(seed, admissionId, digest, plan)
local permitMember = admissionId
-- @include queue/know-permit
  local fan = permitAdmission.fan
  local terms, lifeMs, longestMs = ARGV[plan + 2], tonumber(ARGV[plan + 3]), tonumber(ARGV[plan + 4])
  -- extra time doubles all of the fan's time limits
  lifeMs, longestMs = lifeMs * (permitAdmission.factor or 1), longestMs * (permitAdmission.factor or 1)
  -- derived from fan and idempotency key: retries reach the same hold, and no other fan can
  local holdId = 'hold_' .. redis.sha1hex(seed .. fan)
  local holdKey = holdPrefix .. holdId
  local present = redis.call('HGET', holdKey, 'digest')
  if present then
    if present ~= digest then return { 'MISMATCH' } end
    return { 'REPEATED', saleNow, holdId, unpack(redis.call('HGETALL', holdKey)) }
  end
-- @include require-selling
-- @include require-layout
  local made, own = 'holds|' .. admissionId, 'own|' .. admissionId
  local before = redis.call('HMGET', fansKey, made, own)
  local count = tonumber(before[1] or 0)
  if count >= HOLDS_PER_ADMISSION then return { 'HOLDS_SPENT' } end
  local claims = claimsOf(plan)
  local lines, letters, relaxed = planClaims(claims, fan, NOTHING, permitAdmission)
  if not lines then return letters end
  local wait = waitsToHold(fan)
  if wait then return { 'EXCHANGING_TOO_FAST', wait } end

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
  -- one command for all: the fan's series, and what the admission has made and holds
  redis.call('HSET', fansKey, made, count + 1, own, ownAndNew(before[2], holdId), unpack(seriesOf(fan, claims)))
  return { 'HELD', saleNow, holdId, unpack(known) }
end

local answers = {}
for at = HOLDS, #ARGV - 1, 4 do
  local plan = PLANS + (tonumber(ARGV[at + 4]) - 1) * PLAN_SIZE
  -- an error in one hold is no error of the others
  local isDone, answer = pcall(hold, ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], plan)
  answers[#answers + 1] = isDone and answer or { 'FAILED', type(answer) == 'table' and answer.err or tostring(answer) }
end
return { 'EACH', unpack(answers) }
