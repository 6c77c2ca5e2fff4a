-- Adds a member to the group of a place. Groups close at the draw, from which on a number has a known value.
-- KEYS[1…14], ARGV[1…11]: include/place.lua, of the inviting friend; KEYS[15] places by network; ARGV[12] TTL of the group
-- in ms; ARGV[13] 1 to add a member, 0 to count only; ARGV[14] network of the member or ''; ARGV[15] most networks kept
-- Returns {'MEMBERS', members, most, places of its network} | {'GROUP_CLOSED'} | {'GROUP_FULL'} | as include/place.lua
-- @include place
local most = tonumber(redis.call('HGET', KEYS[1], 'groupMax') or '1')
if standing ~= 'undrawn' or most < 2 then return { 'GROUP_CLOSED' } end
local members = tonumber(redis.call('HGET', KEYS[13], groupField) or '1')
if ARGV[13] == '0' then return { 'MEMBERS', members, most, 0 } end
if members >= most then return { 'GROUP_FULL' } end -- guard: members
redis.call('HSET', KEYS[13], groupField, members + 1)
redis.call('PEXPIRE', KEYS[13], ARGV[12])
local places = 0
if ARGV[14] ~= '' then
  places = tonumber(redis.call('ZINCRBY', KEYS[15], 1, ARGV[14]))
  local over = redis.call('ZCARD', KEYS[15]) - tonumber(ARGV[15])
  if over > 0 then redis.call('ZREMRANGEBYRANK', KEYS[15], 0, over - 1) end
end
return { 'MEMBERS', members + 1, most, places }
