-- Finds the fan's own hold: another fan's is as unknown as one that never was.
-- Needs: stock; holdKey, holdId, fan, saleNow. Gives: hold {state, fan, lines, deadline, limit, life, extended, revision}.
-- Returns {'UNKNOWN'} from the script.
local holdFields = { 'state', 'fan', 'lines', 'deadline', 'limit', 'life', 'extended', 'revision' }
local holdValues = redis.call('HMGET', holdKey, unpack(holdFields))
local hold = {}
for i, name in ipairs(holdFields) do hold[name] = holdValues[i] end
if not hold.state or hold.fan ~= fan then return { 'UNKNOWN' } end
-- over, though nobody has swept it yet: whatever is past its deadline is nobody's to use
local isOver = hold.state == 'active' and tonumber(hold.deadline) <= saleNow
