-- Refuses admissions that are not active, and loads their details.
-- Needs: saleNow; permitActiveKey, permitAdmissionKey, permitMember (from queue's Permit). Gives: permitDeadline and
-- permitAdmission {lane, number, position, fan, since, shopUntil, limit, member, members, factor}: `fan` is the fan key
-- that limits count by, `since` its start, `members` the number of people who share the basket, `factor` the multiplier
-- of the fan's times.
-- Returns {'NOT_ACTIVE'} from the script.
local permitDeadline = tonumber(redis.call('ZSCORE', permitActiveKey, permitMember) or '0')
local permitStored = redis.call('HGET', permitAdmissionKey, permitMember)
if permitDeadline <= saleNow or not permitStored then return { 'NOT_ACTIVE' } end
local permitAdmission = cjson.decode(permitStored)
