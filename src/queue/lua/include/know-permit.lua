-- Lets only an admission that is alive act, and says whose it is.
-- Needs: saleNow; permitActiveKey, permitAdmissionKey, permitMember (from queue's Permit). Gives: permitDeadline and
-- permitAdmission {lane, number, position, fan, since, shopUntil, limit, member, members, factor}: `fan` is the fan key that limits
-- count by, `since` when it began, `members` how many share the basket, `factor` what the fan's times are multiplied by.
-- Returns {'NOT_ACTIVE'} from the script.
local permitDeadline = tonumber(redis.call('ZSCORE', permitActiveKey, permitMember) or '0')
local permitStored = redis.call('HGET', permitAdmissionKey, permitMember)
if permitDeadline <= saleNow or not permitStored then return { 'NOT_ACTIVE' } end
local permitAdmission = cjson.decode(permitStored)
