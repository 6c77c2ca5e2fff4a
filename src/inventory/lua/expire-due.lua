-- Ends holds past their deadline and offers returned units whose wait is over.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch, 2 run id, 3 how many of each at most, 4 random number.
-- Returns {'SWEPT', how many, holds and returned units left} or {'STALE'}.
-- @include saletime/require-epoch
-- @include saletime/sale-now
-- @include stock
local limit, randomSeed = ARGV[3], ARGV[4]
-- @include give-back
-- @include hoarding
-- @include sweep
local ended = sweep(limit)
return { 'SWEPT', ended, redis.call('ZCARD', deadlinesKey) + redis.call('ZCARD', returningKey) }
