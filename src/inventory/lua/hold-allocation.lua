-- Holds units for a partner selling from an allocation, without an admission; all requested units or none.
-- KEYS[1..11] the sale's stock (inventory.store.ts).
-- ARGV: 1 epoch, 2 run id, 3 keyed digest of the idempotency key, 4 seller key, whose units count together (never
-- equals a fan key), 5 digest of the request, 6 claims (JSON), 7 terms (JSON, stored verbatim), 8 lifetime in ms, 9
-- random number, 10 fingerprint of the seats, 11 maximum number of overdue holds to end first.
-- Returns the same as hold-stock, except replies about admissions.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local fan, digest, terms = ARGV[4], ARGV[5], ARGV[7]
local lifeMs, randomSeed, layout = tonumber(ARGV[8]), ARGV[9], ARGV[10]
-- @include give-back
-- @include hoarding
-- @include line-first
-- @include sweep
-- @include plan-claims

sweep(ARGV[11])
local holdId = 'hold_' .. redis.sha1hex(ARGV[3] .. fan)
local holdKey, admissionId = holdPrefix .. holdId, ''
local present = redis.call('HGET', holdKey, 'digest')
if present then
  if present ~= digest then return { 'MISMATCH' } end
  return { 'REPEATED', saleNow, holdId, unpack(redis.call('HGETALL', holdKey)) }
end
-- @include require-selling
local stockLayout = redis.call('HGET', stockKey, 'layout')
-- @include require-layout
local lines, letters, relaxed = planClaims(cjson.decode(ARGV[6]), fan, NOTHING, {})
if not lines then return letters end
local limit = saleNow + lifeMs
local deadline = limit
-- @include saletime/wake-sale
-- @include write-hold
return { 'HELD', saleNow, holdId, unpack(known) }
