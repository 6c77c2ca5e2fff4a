-- Reads a consistent snapshot of every pool's counts; for a recount, also counts the letters of every block.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of blocks to recount, 2 the letters to count.
-- Returns {fields of the stock, {{seats with each letter} of each block}, {stored count of free public seats of each
-- block}}.
-- @include stock
local blocks, kept = {}, {}
for block = 0, tonumber(ARGV[1]) - 1 do
  local seats = redis.call('GET', blockPrefix .. block) or ''
  local counts = {}
  for letter in string.gmatch(ARGV[2], '.') do counts[#counts + 1] = select(2, string.gsub(seats, letter, letter)) end
  blocks[#blocks + 1] = counts
  kept[#kept + 1] = redis.call('HGET', runsKey, block .. ':f') or '0'
end
return { redis.call('HGETALL', stockKey), blocks, kept }
