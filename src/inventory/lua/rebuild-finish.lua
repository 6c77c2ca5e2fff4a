-- Opens the rebuilt stock; the sale itself opens once its hash gets its epoch.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch being built, 2… pool ids to announce as changed.
-- Returns {'OPEN'} or {'STALE'}.
-- @include saletime/require-rebuilding
-- @include stock
if redis.call('HGET', stockKey, 'mode') ~= 'rebuilding' then return { 'STALE' } end
for i = 2, #ARGV do redis.call('SADD', changesKey, ARGV[i]) end
redis.call('HSET', stockKey, 'mode', 'open')
return { 'OPEN' }
