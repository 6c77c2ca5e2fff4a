-- Refuses a caller who does not know the seats as they lie in Redis.
-- Needs: stock; layout (the caller's fingerprint of the seats). Returns {'LAYOUT'} from the script.
if redis.call('HGET', stockKey, 'layout') ~= layout then return { 'LAYOUT' } end
