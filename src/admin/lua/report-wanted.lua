-- Keeps what the sales of one node will need, and returns the reports of all nodes. Ages are measured by Redis's clock.
-- KEYS[1] reports (hash: node → wall ms, space, report)
-- ARGV[1] node id; ARGV[2] its report; ARGV[3] ms after which a report is dropped
-- Returns {report, …}
local reportsKey, nodeId, report, lifeMs = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local time = redis.call('TIME')
local wallNow = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', reportsKey, nodeId, string.format('%.0f %s', wallNow, report))
local answer, flat = {}, redis.call('HGETALL', reportsKey)
for i = 1, #flat, 2 do
  local atMs, told = string.match(flat[i + 1], '^(%d+) (.*)$')
  -- negative ages, after the clock was set back, drop nothing
  if wallNow - tonumber(atMs) > lifeMs then
    redis.call('HDEL', reportsKey, flat[i])
  else
    answer[#answer + 1] = told
  end
end
return answer
