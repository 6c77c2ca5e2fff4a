-- Moves a place to another device by raising the generation of its tokens; older ones are refused from then on. A code
-- names the generation it was made for, so it works once.
-- KEYS, ARGV[1…11]: include/place.lua; ARGV[12] TTL of the generation in ms; ARGV[13] 1 to move it, 0 to ask whether it
-- may move
-- Returns {'MOVED', generation} | {'STANDS', standing} | {'HANDOFF_CLOSED'} | as include/place.lua
-- @include place
if standing == 'admitted' or standing == 'done' or standing == 'expired' then return { 'STANDS', standing } end
local handoff = redis.call('HGET', KEYS[1], 'handoff') or 'once'
local mayMove = handoff == 'once' and placeGeneration == 0 or handoff == 'beforeDraw' and standing == 'undrawn'
if not mayMove then return { 'HANDOFF_CLOSED' } end -- guard: handoff
if ARGV[13] == '0' then return { 'MOVED', placeGeneration } end
local generation = placeGeneration + 1
redis.call('HSET', KEYS[4], placeField, generation)
redis.call('PEXPIRE', KEYS[4], ARGV[12])
return { 'MOVED', generation }
