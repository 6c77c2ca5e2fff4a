-- Reads a hold together with the sale time, against which its deadline must be compared.
-- KEYS[1..11] the sale's stock. ARGV: 1 hold id, 2 fan key.
-- Returns {'FOUND', sale time, fields of the hold…} or {'UNKNOWN'}.
-- @include saletime/sale-now
-- @include stock
local holdId, fan = ARGV[1], ARGV[2]
local holdKey = holdPrefix .. holdId
-- @include require-hold
return { 'FOUND', saleNow, unpack(redis.call('HGETALL', holdKey)) }
