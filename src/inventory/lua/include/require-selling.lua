-- Lets stock be claimed only while the sale sells, and only by a caller who knows the seats as they lie in Redis.
-- KEYS[1] the sale's hash. Needs: stock; layout (the caller's fingerprint of the seats).
-- Returns {'PAUSED'}, {'CLOSED'} or {'LAYOUT'} from the script.
local saleState = redis.call('HGET', KEYS[1], 'state')
if saleState == 'paused' then return { 'PAUSED' } end
if saleState ~= 'on_sale' and saleState ~= 'sold_out' then return { 'CLOSED' } end
if redis.call('HGET', stockKey, 'layout') ~= layout then return { 'LAYOUT' } end
