-- Refuses places that were never given, were left, or have moved to another device.
-- Needs: placeLaneKey, generationsKey, placeField (lane:number, with :member in a group), placeNumber, placeGeneration
-- (number). Gives: laneNow {serving, window, arrivals}.
-- Returns {'PLACE_UNKNOWN', arrivals}, {'PLACE_LEFT'} or {'PLACE_MOVED'} from the script.
local laneStored = redis.call('HMGET', placeLaneKey, 'serving', 'window', 'arrivals')
local laneNow = { serving = tonumber(laneStored[1] or 0), window = tonumber(laneStored[2] or 0), arrivals = tonumber(laneStored[3] or 0) }
if placeNumber > laneNow.arrivals then return { 'PLACE_UNKNOWN', laneNow.arrivals } end
local holder = redis.call('HGET', generationsKey, placeField)
if holder == 'left' then return { 'PLACE_LEFT' } end
if placeGeneration < tonumber(holder or '0') then return { 'PLACE_MOVED' } end -- guard: one holder
-- restores the generation after a loss of Redis, from the newer device's token
if placeGeneration > tonumber(holder or '0') then
  redis.call('HSET', generationsKey, placeField, placeGeneration)
  if redis.call('PTTL', generationsKey) < 0 then redis.call('PEXPIRE', generationsKey, 30 * 24 * 3600000) end
end
