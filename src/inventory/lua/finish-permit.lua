-- Ends the admission of a fan who holds nothing besides what was bought, so that a hold made meanwhile keeps it.
-- KEYS[1..11] the sale's stock; KEYS[12] active admissions; KEYS[13] admissions.
-- ARGV: 1 epoch, 2 run id, 3 admission, 4 fan key, 5 units bought, 6… ticket types.
-- Returns {'FINISHED', 1 if it was active}, {'HOLDS'} or {'STALE'}.
-- @include saletime/require-epoch
-- @include stock
local units = 0
for i = 6, #ARGV do units = units + tonumber(redis.call('HGET', fansKey, ARGV[4] .. '|' .. ARGV[i]) or 0) end
if units > tonumber(ARGV[5]) then return { 'HOLDS' } end
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[12], KEYS[13], ARGV[3]
-- @include queue/end-permit
return { 'FINISHED', permitEnded }
