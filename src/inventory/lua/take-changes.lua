-- Takes the changes since the last delta and numbers the delta; only the first node that asks gets it.
-- KEYS[1..11] the sale's stock. ARGV: 1 minimum ms between two deltas, 2 maximum number of changes.
-- Returns {'CHANGED', version, changes left, {pool, free, …}, {block, offset, letter, …}, {block, free seats, …},
-- fingerprint of the seats}, {'NONE'}, or {'SOON', ms to wait}.
-- @include saletime/sale-now
-- @include stock
local gapMs, limit = tonumber(ARGV[1]), ARGV[2]
if redis.call('HGET', stockKey, 'mode') ~= 'open' or redis.call('SCARD', changesKey) == 0 then return { 'NONE' } end
local age = wallNow - tonumber(redis.call('HGET', stockKey, 'deltaAt') or 0)
if age >= 0 and age < gapMs then return { 'SOON', gapMs - age } end

local pools, seats, blocks, seen = {}, {}, {}, {}
for _, change in ipairs(redis.call('SPOP', changesKey, limit)) do
  local block, offset = string.match(change, '^(%d+):(%d+)$')
  if block then
    seats[#seats + 1] = block
    seats[#seats + 1] = offset
    seats[#seats + 1] = redis.call('GETRANGE', blockPrefix .. block, offset, offset)
    if not seen[block] then
      seen[block] = true
      blocks[#blocks + 1] = block
      local free = redis.call('HMGET', runsKey, block .. ':f', block .. ':l')
      blocks[#blocks + 1] = tonumber(free[1] or 0) + tonumber(free[2] or 0)
    end
  else
    pools[#pools + 1] = change
    pools[#pools + 1] = redis.call('HGET', stockKey, change .. ':free') or '0'
  end
end
redis.call('HSET', stockKey, 'deltaAt', wallNow)
local layout = redis.call('HGET', stockKey, 'layout') or ''
return { 'CHANGED', redis.call('HINCRBY', stockKey, 'version', 1), redis.call('SCARD', changesKey), pools, seats, blocks, layout }
