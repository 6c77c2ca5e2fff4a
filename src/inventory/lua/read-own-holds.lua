-- Reads an admission's live holds, newest first.
-- KEYS[1..11] the sale's stock. ARGV: 1 admission id, 2 fan key, or '' once the admission has ended.
-- Returns {'FOUND', sale time, hold id, {fields of the hold}, …}.
-- @include saletime/sale-now
-- @include stock
local found = { 'FOUND', saleNow }
for id in string.gmatch(redis.call('HGET', fansKey, 'own|' .. ARGV[1]) or '', '%S+') do
  local hold = redis.call('HMGET', holdPrefix .. id, 'lines', 'fan', 'state', 'deadline')
  local isAlive = hold[1] and (ARGV[2] == '' or hold[2] == ARGV[2]) and (hold[3] ~= 'active' or tonumber(hold[4]) > saleNow)
  if isAlive then
    found[#found + 1] = id
    found[#found + 1] = redis.call('HGETALL', holdPrefix .. id)
  end
end
return found
