-- Takes a place's answer to the step-up: it is ready at once, and a call that it missed before counts no more.
-- KEYS[1…14], ARGV[1…11]: include/place.lua; ARGV[12] TTL of the answer in ms
-- Returns {'PROVED'} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} | as include/place.lua
-- @include place
-- @include mark-ready
local READY_MS = 30000
if standing == 'done' then return { 'PLACE_DONE' } end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
redis.call('HSET', KEYS[4], groupField .. ':proved', 1)
redis.call('PEXPIRE', KEYS[4], ARGV[12])
redis.call('ZREM', KEYS[9], position)
if nearFront and deferUntil <= saleNow then markReady(KEYS[6], KEYS[7], position, saleNow + READY_MS, factor) end
return { 'PROVED' }
