-- Says that a node conducts, and tells which others do. Ages are judged by Redis's own clock.
-- KEYS[1] conductors (hash: node → when it last said so, wall ms)
-- ARGV[1] node id; ARGV[2] after how many ms without a word a node is gone
-- Returns {'MET', node id, …}
local conductorsKey, nodeId, lifeMs = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local wallNow = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', conductorsKey, nodeId, wallNow)
local answer, flat = { 'MET' }, redis.call('HGETALL', conductorsKey)
for i = 1, #flat, 2 do
  -- a clock that went back makes nobody older
  if wallNow - tonumber(flat[i + 1]) > lifeMs then
    redis.call('HDEL', conductorsKey, flat[i])
  else
    answer[#answer + 1] = flat[i]
  end
end
return answer
