-- Writes the planned hold.
-- Needs: stock, line-first; lines, letters, relaxed (from planClaims); holdId, holdKey, fan, admissionId, digest,
-- terms, lifeMs, deadline, limit. Gives: known, the fields unknown to the caller.
for i, line in ipairs(lines) do
  if line.b then
    touchSeat(line, 'h', holdId)
    countFree(line.b, letters[i], -1)
  end
  takeFirst(line)
  shift(line.p, 'free', 'held', line.n)
  countFan(fan, line.t, line.n)
end
redis.call('ZADD', deadlinesKey, deadline, holdId)
local known = { 'fan', fan, 'lines', cjson.encode(lines), 'deadline', deadline, 'limit', limit, 'relaxed', relaxed }
redis.call('HSET', holdKey, 'state', 'active', 'admission', admissionId, 'digest', digest, 'terms', terms, 'life', lifeMs,
  'extended', 0, 'revision', 1, unpack(known))
