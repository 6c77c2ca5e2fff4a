-- Reads, atomically, everything that the policy decides on and that is shown to people. Read-only.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] reports; KEYS[4] nodes; then for each lane: lane, ready, called
-- ARGV: none
-- Returns {'LINE', saleNow, wallNow, lastTick, sale fields, active, reports, nodes, {lane fields, ready,
-- ready first-timers, called}…}
-- @include saletime/sale-now
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'runId', 'state', 'tickId', 'credit', 'drawnAt', 'quietUntil', 'setup',
  'policyVersion', 'perMinute', 'reason', 'admittedPerMinute', 'extendedMs')
local answer = { 'LINE', saleNow, wallNow, lastTick, sale, redis.call('ZCARD', KEYS[2]), redis.call('HGETALL', KEYS[3]), redis.call('HGETALL', KEYS[4]) }
for i = 5, #KEYS, 3 do
  local lane = redis.call('HMGET', KEYS[i], 'arrivals', 'reserved', 'drawn', 'serving', 'window', 'windowAt', 'speedFast', 'speedSlow', 'measuredSince',
    'unused', 'unusedTo', 'admitted')
  local serving = tonumber(lane[4] or 0)
  answer[#answer + 1] = { lane, redis.call('ZCARD', KEYS[i + 1]), redis.call('ZCOUNT', KEYS[i + 1], '(' .. serving, '+inf'), redis.call('ZCARD', KEYS[i + 2]) }
end
return answer
