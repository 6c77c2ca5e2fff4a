-- Answers a call on a hold that was made before with the same idempotency key, and can remember one.
-- Needs: holdKey, saleNow; callKey, a keyed digest of the idempotency key and the route, empty without a key;
-- callDigest, a digest of the request. Gives: rememberCall().
-- Returns {'REPEATED', sale time, fields of the hold…} or {'MISMATCH'} from the script.
local CALLS_KEPT = 8
local knownCalls = callKey == '' and {} or cjson.decode(redis.call('HGET', holdKey, 'calls') or '[]')
for _, call in ipairs(knownCalls) do
  if call[1] == callKey then
    if call[2] ~= callDigest then return { 'MISMATCH' } end
    return { 'REPEATED', saleNow, unpack(redis.call('HGETALL', holdKey)) }
  end
end

local function rememberCall()
  if callKey == '' then return end
  knownCalls[#knownCalls + 1] = { callKey, callDigest }
  if #knownCalls > CALLS_KEPT then table.remove(knownCalls, 1) end
  redis.call('HSET', holdKey, 'calls', cjson.encode(knownCalls))
end
