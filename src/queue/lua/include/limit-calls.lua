-- Limits the calls of one place in 10 s, across all nodes; refused calls do not count.
-- Needs: callsKey, callsMax. Gives: nothing. Returns {'RATE_LIMITED', ms until the next is allowed} from the script.
local CALLS_WINDOW_MS = 10000
if tonumber(redis.call('GET', callsKey) or '0') >= callsMax then
  return { 'RATE_LIMITED', math.max(1, redis.call('PTTL', callsKey)) }
end
if redis.call('INCR', callsKey) == 1 then redis.call('PEXPIRE', callsKey, CALLS_WINDOW_MS) end
