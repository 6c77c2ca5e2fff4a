-- Reads free counts of some pools, and of some blocks by letter.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of pools, 2 letters, then the pools' ids, then the blocks.
-- Returns {mode, {free of each pool}, {free seats of each letter in the first block, in the next, …}}.
-- @include stock
local pools, blocks, last = {}, {}, 2 + tonumber(ARGV[1])
for i = 3, last do pools[i - 2] = redis.call('HGET', stockKey, ARGV[i] .. ':free') or '0' end
for i = last + 1, #ARGV do
  for letter in string.gmatch(ARGV[2], '.') do
    blocks[#blocks + 1] = redis.call('HGET', runsKey, ARGV[i] .. ':' .. letter) or '0'
  end
end
return { redis.call('HGET', stockKey, 'mode') or '', pools, blocks }
