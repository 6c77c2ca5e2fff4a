-- Extends an admission's slot to the deadline of what it holds, up to its absolute limit.
-- Needs: know-permit; permitUntil (requested deadline in sale time, ms; 0 extends nothing). Gives: nothing.
-- Include it after every guard: an action that fails must not extend a deadline.
local permitRaised = math.min(permitUntil, permitAdmission.limit)
if permitRaised > permitDeadline then redis.call('ZADD', permitActiveKey, permitRaised, permitMember) end
