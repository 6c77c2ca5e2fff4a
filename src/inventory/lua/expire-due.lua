-- Expires overdue holds, re-offers returned units whose delay has passed, and forgets what is over.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 maximum of each, 4 random number, 5 whether anyone
-- waits in line (1 or 0).
-- Returns {'SWEPT', number processed, holds and returned units left} or {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local limit, randomSeed = ARGV[3], ARGV[4]
-- @include give-back
-- @include hoarding
-- @include line-first
-- @include sweep
-- @include prune-fans
if redis.call('HGET', stockKey, 'line') ~= ARGV[5] then redis.call('HSET', stockKey, 'line', ARGV[5]) end
local ended = sweep(limit)
pruneFans()
return { 'SWEPT', ended, redis.call('ZCARD', deadlinesKey) + redis.call('ZCARD', returningKey) }
