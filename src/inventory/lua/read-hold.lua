-- Reads a hold together with the sale time, against which its deadline must be compared.
-- KEYS[1..11] the sale's stock. ARGV: 1 hold id, 2 fan key; or '' and 3 the admission that made the hold.
-- Returns {'FOUND', sale time, fields of the hold…} or {'UNKNOWN'}.
-- @include saletime/sale-now
-- @include stock
local holdId, fan = ARGV[1], ARGV[2]
local holdKey = holdPrefix .. holdId
-- the fan key of an ended admission is no longer known, but its holds keep theirs
if fan == '' and redis.call('HGET', holdKey, 'admission') == ARGV[3] then fan = redis.call('HGET', holdKey, 'fan') end
-- @include require-hold
return { 'FOUND', saleNow, unpack(redis.call('HGETALL', holdKey)) }
