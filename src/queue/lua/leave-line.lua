-- Gives a place up for good: refuses its token from then on and frees its slot. In a group only this member leaves.
-- KEYS, ARGV[1…11]: include/place.lua; ARGV[12] TTL of the tombstone in ms; ARGV[13] 1 if a used turn brought no ticket
-- Returns {'LEFT', 1 if an admission ended} | as include/place.lua
-- @include place
redis.call('HSET', KEYS[4], placeField, 'left')
-- a person whose place has had its turn gets no other one (join-guarded.lua); a bare device may start again
local hadTurn = position > 0 and redis.call('GETBIT', KEYS[11], position) == 1
if hadTurn and ARGV[13] ~= '1' then redis.call('HSET', KEYS[4], placeField .. ':turn', 1) end
redis.call('PEXPIRE', KEYS[4], ARGV[12])
local isGroup = tonumber(redis.call('HGET', KEYS[13], groupField) or '1') > 1
-- the basket's limit counts those who are still in
if isGroup then redis.call('HINCRBY', KEYS[13], groupField .. ':gone', 1) end
local ended = standing == 'admitted' and redis.call('ZREM', KEYS[2], ARGV[7]) or 0
if ended == 1 then redis.call('HDEL', KEYS[3], ARGV[7]) end
if not isGroup then
  for i = 6, 8 do redis.call('ZREM', KEYS[i], position) end
end
return { 'LEFT', ended }
