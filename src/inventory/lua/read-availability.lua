-- Reads free counts per pool and, where requested, per block.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of blocks, 2 letters of the channels whose seats count, 3… pool ids.
-- Returns {version, mode, {free of each pool}, {free seats of each block}}.
-- @include stock
local pools, blocks = {}, {}
for i = 3, #ARGV do pools[i - 2] = redis.call('HGET', stockKey, ARGV[i] .. ':free') or '0' end
for block = 0, tonumber(ARGV[1]) - 1 do
  blocks[block + 1] = 0
  for letter in string.gmatch(ARGV[2], '.') do
    blocks[block + 1] = blocks[block + 1] + tonumber(redis.call('HGET', runsKey, block .. ':' .. letter) or 0)
  end
end
return { redis.call('HGET', stockKey, 'version') or '0', redis.call('HGET', stockKey, 'mode') or '', pools, blocks }
