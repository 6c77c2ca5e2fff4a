-- Loads the fan's own hold; another fan's is reported as unknown.
-- Needs: stock; holdKey, holdId, fan, saleNow. Gives: hold {state, fan, lines, deadline, limit, life, extended, revision}.
-- Returns {'UNKNOWN'} from the script.
local holdFields = { 'state', 'fan', 'lines', 'deadline', 'limit', 'life', 'extended', 'revision' }
local holdValues = redis.call('HMGET', holdKey, unpack(holdFields))
local hold = {}
for i, name in ipairs(holdFields) do hold[name] = holdValues[i] end
if not hold.state or hold.fan ~= fan then return { 'UNKNOWN' } end
-- past its deadline but not yet swept: treated as expired
local isOver = hold.state == 'active' and tonumber(hold.deadline) <= saleNow
