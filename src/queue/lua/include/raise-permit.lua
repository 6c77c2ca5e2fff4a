-- Keeps the slot of an admission as long as what it holds, up to its absolute limit.
-- Needs: know-permit; permitUntil (sale time in ms, the wished deadline; 0 raises nothing). Gives: nothing.
-- Stand it after every guard that may refuse: an action that fails never extends a deadline.
local permitRaised = math.min(permitUntil, permitAdmission.limit)
if permitRaised > permitDeadline then redis.call('ZADD', permitActiveKey, permitRaised, permitMember) end
