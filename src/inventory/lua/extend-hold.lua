-- Extends a hold by its lifetime, once, never beyond the limit set when it was made.
-- KEYS[1..11] the sale's stock; KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 hold id, 4 fan key, 5 admission member, 6 digest of the idempotency key or nothing.
-- Returns {'EXTENDED', sale time, fields of the hold…}, {'REPEATED', …}, {'NOT_EXTENDABLE'}, {'EXPIRED'}, {'COMMITTED'},
-- {'UNKNOWN'}, {'CLOSED'}, {'NOT_ACTIVE'}, {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local holdId, fan, callKey, callDigest = ARGV[3], ARGV[4], ARGV[6], ''
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[12], KEYS[13], ARGV[5]
local holdKey = holdPrefix .. holdId
-- @include require-hold
-- @include know-call
if hold.state == 'committed' then return { 'COMMITTED' } end
if hold.state ~= 'active' or isOver then return { 'EXPIRED' } end
if redis.call('HGET', KEYS[1], 'state') == 'closed' then return { 'CLOSED' } end
local deadline = math.min(hold.deadline + hold.life, tonumber(hold.limit))
if hold.extended == '1' or deadline <= tonumber(hold.deadline) then return { 'NOT_EXTENDABLE' } end
local permitUntil = deadline
-- @include queue/require-permit

redis.call('ZADD', deadlinesKey, deadline, holdId)
redis.call('HSET', holdKey, 'deadline', deadline, 'extended', 1)
rememberCall()
return { 'EXTENDED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
