-- Reads the counts of every pool at one instant; with a recount, also the letters of every block.
-- KEYS[1..11] the sale's stock. ARGV: 1 number of blocks to recount, 2 the letters to count.
-- Returns {fields of the stock, {{seats with each letter} of each block}, {free seats of each block as counted for public}}.
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
