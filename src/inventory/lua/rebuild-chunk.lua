-- Writes one chunk of the stock being rebuilt.
-- KEYS[1..11] the sale's stock. ARGV: 1 epoch being built, 2 target (stock, owners, orders, fans, runs, blocks), 3…
-- field, value, …
-- Returns {'WRITTEN'} or {'STALE'}.
-- @include saletime/require-rebuilding
-- @include stock
local hashes = { stock = stockKey, owners = ownersKey, orders = ordersKey, fans = fansKey, runs = runsKey }
if redis.call('HGET', stockKey, 'mode') ~= 'rebuilding' then return { 'STALE' } end
for i = 3, #ARGV, 2 do
  if ARGV[2] == 'blocks' then
    redis.call('SET', blockPrefix .. ARGV[i], ARGV[i + 1])
  else
    redis.call('HSET', hashes[ARGV[2]], ARGV[i], ARGV[i + 1])
  end
end
return { 'WRITTEN' }
