-- Ends an admission before its deadline, which frees its slot.
-- Needs: permitActiveKey, permitAdmissionKey, permitMember (from queue's Permit). Gives: permitEnded (1 if it was active).
redis.call('HDEL', permitAdmissionKey, permitMember)
local permitEnded = redis.call('ZREM', permitActiveKey, permitMember)
