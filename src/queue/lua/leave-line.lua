-- Gives a place up for good: its token is refused from here on, and a slot it had is free.
-- KEYS, ARGV: include/place.lua
-- Returns {'LEFT'} | as include/place.lua
-- @include place
redis.call('HSET', KEYS[4], placeField, 'left')
for i = 6, 8 do redis.call('ZREM', KEYS[i], position) end
redis.call('ZREM', KEYS[2], ARGV[7])
redis.call('HDEL', KEYS[3], ARGV[7])
return { 'LEFT' }
