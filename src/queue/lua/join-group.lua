-- Lets one more person share a place that a friend has taken. Groups close at the draw: from then on a number has its worth.
-- KEYS, ARGV[1…11]: include/place.lua, of the friend who asks others in; ARGV[12] life of what is remembered, in ms;
-- ARGV[13] 1 to add somebody, 0 to ask how many there are
-- Returns {'MEMBERS', how many now, how many at most} | {'GROUP_CLOSED'} | {'GROUP_FULL'} | as include/place.lua
-- @include place
local most = tonumber(redis.call('HGET', KEYS[1], 'groupMax') or '1')
if standing ~= 'undrawn' or most < 2 then return { 'GROUP_CLOSED' } end
local members = tonumber(redis.call('HGET', KEYS[13], groupField) or '1')
if ARGV[13] == '0' then return { 'MEMBERS', members, most } end
if members >= most then return { 'GROUP_FULL' } end -- guard: members
redis.call('HSET', KEYS[13], groupField, members + 1)
redis.call('PEXPIRE', KEYS[13], ARGV[12])
return { 'MEMBERS', members + 1, most }
