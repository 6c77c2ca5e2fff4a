-- Reads how much is free: per pool, and per block where asked.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of blocks, 2… pool ids.
-- Returns {version, mode, {free of each pool}, {free seats of each block}}.
-- @include stock
local pools, blocks = {}, {}
for i = 2, #ARGV do pools[i - 1] = redis.call('HGET', stockKey, ARGV[i] .. ':free') or '0' end
for block = 0, tonumber(ARGV[1]) - 1 do
  blocks[block + 1] = select(2, string.gsub(redis.call('GET', blockPrefix .. block) or '', 'f', 'f'))
end
return { redis.call('HGET', stockKey, 'version') or '0', redis.call('HGET', stockKey, 'mode') or '', pools, blocks }
