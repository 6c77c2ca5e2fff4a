-- Allows giving back an order's units in any epoch, but not during a rebuild, whose input may have been read before the
-- order ended and still contain its units. KEYS[1] the sale's hash; KEYS[2] its stock. Gives: knownEpoch, for wake-sale.
-- Returns {'LATER'} from the script, or {'GONE'} if this Redis holds nothing of the sale.
local knownEpoch = redis.call('HMGET', KEYS[1], 'epoch', 'runId', 'rest')
if redis.call('EXISTS', KEYS[1], KEYS[2]) == 0 then return { 'GONE' } end
if not knownEpoch[1] or redis.call('HGET', KEYS[2], 'mode') ~= 'open' then return { 'LATER' } end
