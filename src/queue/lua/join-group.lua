-- Adds a member to the group of a place. Groups close at the draw, from which on a number has a known value.
-- KEYS, ARGV[1…11]: include/place.lua, of the inviting friend; ARGV[12] TTL of the group in ms;
-- ARGV[13] 1 to add a member, 0 to count only
-- Returns {'MEMBERS', members, most} | {'GROUP_CLOSED'} | {'GROUP_FULL'} | as include/place.lua
-- @include place
local most = tonumber(redis.call('HGET', KEYS[1], 'groupMax') or '1')
if standing ~= 'undrawn' or most < 2 then return { 'GROUP_CLOSED' } end
local members = tonumber(redis.call('HGET', KEYS[13], groupField) or '1')
if ARGV[13] == '0' then return { 'MEMBERS', members, most } end
if members >= most then return { 'GROUP_FULL' } end -- guard: members
redis.call('HSET', KEYS[13], groupField, members + 1)
redis.call('PEXPIRE', KEYS[13], ARGV[12])
return { 'MEMBERS', members + 1, most }
