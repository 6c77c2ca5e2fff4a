-- Lets an order's units be given back in any epoch, but not while the sale is being rebuilt: what is rebuilt may still
-- hold the order's units, read before it ended. KEYS[1] the sale's hash. Gives: knownEpoch, for wake-sale.
-- Returns {'LATER'} from the script.
local knownEpoch = redis.call('HMGET', KEYS[1], 'epoch', 'runId', 'rest')
if not knownEpoch[1] or redis.call('HGET', KEYS[2], 'mode') ~= 'open' then return { 'LATER' } end
