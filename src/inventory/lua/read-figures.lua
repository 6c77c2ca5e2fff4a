-- Reads the counts of every pool at one instant; with a recount, also the letters of every block.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of blocks to recount.
-- Returns {fields of the stock, {{free, held, committed, returning, withdrawn} of each block}}.
-- @include stock
local blocks = {}
for block = 0, tonumber(ARGV[1]) - 1 do
  local seats = redis.call('GET', blockPrefix .. block) or ''
  local counts = {}
  for i, letter in ipairs({ 'f', 'h', 'c', 'r', 'w' }) do counts[i] = select(2, string.gsub(seats, letter, letter)) end
  blocks[#blocks + 1] = counts
end
return { redis.call('HGETALL', stockKey), blocks }
