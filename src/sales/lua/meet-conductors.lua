-- Registers a node as conductor and returns all live ones. Ages are measured by Redis's clock.
-- KEYS[1] conductors (hash: node → last registration, wall ms)
-- ARGV[1] node id; ARGV[2] ms without registration after which a node counts as dead
-- Returns {'MET', node id, …}
local conductorsKey, nodeId, lifeMs = KEYS[1], ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local wallNow = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', conductorsKey, nodeId, wallNow)
local answer, flat = { 'MET' }, redis.call('HGETALL', conductorsKey)
for i = 1, #flat, 2 do
  -- negative ages, after the clock was set back, do not expire a node
  if wallNow - tonumber(flat[i + 1]) > lifeMs then
    redis.call('HDEL', conductorsKey, flat[i])
  else
    answer[#answer + 1] = flat[i]
  end
end
return answer
