-- Moves a place to another device by raising the generation of its tokens; older ones are refused from then on. A code
-- names the generation it was made for, so it works once.
-- KEYS, ARGV[1…11]: include/place.lua; ARGV[12] TTL of the generation in ms
-- Returns {'MOVED', generation} | {'STANDS', standing} | as include/place.lua
-- @include place
if standing == 'admitted' or standing == 'done' or standing == 'expired' then return { 'STANDS', standing } end
local generation = placeGeneration + 1
redis.call('HSET', KEYS[4], placeField, generation)
redis.call('PEXPIRE', KEYS[4], ARGV[12])
return { 'MOVED', generation }
