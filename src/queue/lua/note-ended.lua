-- Lists ended admissions until their passes have expired; by Redis's clock, because those of the nodes differ.
-- KEYS[1] ended admissions
-- ARGV[1] longest life of a pass in ms; ARGV[2…] admission ids
-- Returns {'NOTED'}
local time = redis.call('TIME')
local wallNow = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], wallNow + ARGV[1], ARGV[i]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', wallNow)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return { 'NOTED' }
