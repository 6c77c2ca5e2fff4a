-- Ends a sale's rest on a sign of life and notifies its conductor, once. Costs nothing while the sale is awake.
-- KEYS[1] the sale's hash. Needs: knownEpoch {epoch, run id, rest}. Gives: nothing. Include it after every guard.
if knownEpoch[3] then
  redis.call('HDEL', KEYS[1], 'rest')
  knownEpoch[3] = false
  redis.call('PUBLISH', 'rl:news:conductor:all', 'wake\n{"saleId":"' .. string.match(KEYS[1], '{(.-)}') .. '"}')
end
