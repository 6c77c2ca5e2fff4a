-- Refuses callers whose seat layout differs from the one in Redis.
-- Needs: stock; layout (the caller's fingerprint of the seats). Returns {'LAYOUT'} from the script.
if redis.call('HGET', stockKey, 'layout') ~= layout then return { 'LAYOUT' } end
