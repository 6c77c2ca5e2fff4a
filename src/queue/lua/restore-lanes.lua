-- Rebuilds the line from Postgres. Arrivals resume at the reserved bound, so that no number is given twice.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission; then for each lane: lane, ready, seen, called, lapsed, history,
-- claimed
-- ARGV[1] epoch; ARGV[2] state; ARGV[3] sale time; ARGV[4] quiet time in ms; ARGV[5] policy version;
-- ARGV[6] setup as JSON; ARGV[7] number of policy fields and values, which follow; then for each lane: arrivals,
-- reserved, serving, drawn or '', numbers never given, places let in
-- Returns {'RESTORED'} | {'STALE'}
-- @include saletime/require-rebuilding
local time = redis.call('TIME')
local wallNow = time[1] * 1000 + math.floor(time[2] / 1000)
local fields = tonumber(ARGV[7])
for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
redis.call('HDEL', KEYS[1], 'drawnAt', 'credit', 'standstillMs', 'measured', 'claimedTotal', 'claimedSeen', 'admittedPerMinute', 'perMinute', 'rest', 'extendedMs')
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'saleMs', ARGV[3], 'lastTick', wallNow, 'epochSaleMs', ARGV[3],
  'quietUntil', ARGV[3] + ARGV[4], 'policyVersion', ARGV[5], 'setup', ARGV[6], unpack(ARGV, 8, 7 + fields))
redis.call('HINCRBY', KEYS[1], 'tickId', 1)
local at = 8 + fields
for i = 4, #KEYS, 7 do
  redis.call('HSET', KEYS[i], 'arrivals', ARGV[at], 'reserved', ARGV[at + 1], 'serving', ARGV[at + 2], 'window', 0, 'windowAt', 0,
    'unused', ARGV[at + 4], 'unusedTo', ARGV[at], 'admitted', ARGV[at + 5])
  if ARGV[at + 3] ~= '' then
    redis.call('HSET', KEYS[i], 'drawn', ARGV[at + 3])
    redis.call('HSET', KEYS[1], 'drawnAt', ARGV[3])
  end
  -- restarts the claim windows
  if tonumber(ARGV[at + 2]) > 0 then redis.call('ZADD', KEYS[i + 5], ARGV[at + 2], ARGV[3]) end
  at = at + 6
end
return { 'RESTORED' }
