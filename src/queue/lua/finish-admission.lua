-- Ends an admission before its deadline, which frees its slot.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] admission id
-- Returns {'FINISHED', 1 if it was active} | {'STALE'}
-- @include saletime/require-epoch
local permitActiveKey, permitAdmissionKey, permitMember = KEYS[2], KEYS[3], ARGV[3]
-- @include end-permit
return { 'FINISHED', permitEnded }
