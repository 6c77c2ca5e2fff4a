-- Deletes the previous epoch's stock in bounded steps; called repeatedly until it returns READY.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch being built, 2 maximum number of holds to delete.
-- Returns {'MORE'}, {'READY'} or {'STALE'}.
-- @include saletime/require-rebuilding
-- @include stock
redis.call('HSET', stockKey, 'mode', 'rebuilding')
local holds = redis.call('ZRANGE', deadlinesKey, 0, ARGV[2] - 1)
for _, id in ipairs(holds) do
  redis.call('UNLINK', holdPrefix .. id)
  redis.call('ZREM', deadlinesKey, id)
end
if #holds > 0 then return { 'MORE' } end
for block = 0, tonumber(redis.call('HGET', stockKey, 'blocks') or 0) - 1 do redis.call('UNLINK', blockPrefix .. block) end
redis.call('UNLINK', stockKey, returningKey, ownersKey, fansKey, ordersKey, changesKey, runsKey)
redis.call('HSET', stockKey, 'mode', 'rebuilding')
return { 'READY' }
