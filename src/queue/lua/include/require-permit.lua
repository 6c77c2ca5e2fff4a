-- Lets only an admission that is alive act, and keeps its slot as long as what it holds, up to its absolute limit.
-- Needs: saleNow; permitActiveKey, permitAdmissionKey, permitMember (from queue's Permit); permitUntil (sale time in ms, the
-- wished deadline; 0 raises nothing). Gives: permitAdmission {lane, number, position, fan, shopUntil, limit}: `fan` is the
-- fan key that limits count by. Returns {'NOT_ACTIVE'} from the script.
-- Stand it after every guard that may refuse: an action that fails never extends a deadline.
local permitDeadline = tonumber(redis.call('ZSCORE', permitActiveKey, permitMember) or '0')
local permitStored = redis.call('HGET', permitAdmissionKey, permitMember)
if permitDeadline <= saleNow or not permitStored then return { 'NOT_ACTIVE' } end
local permitAdmission = cjson.decode(permitStored)
local permitRaised = math.min(permitUntil, permitAdmission.limit)
if permitRaised > permitDeadline then redis.call('ZADD', permitActiveKey, permitRaised, permitMember) end
