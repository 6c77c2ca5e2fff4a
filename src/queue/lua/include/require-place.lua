-- Refuses a place that was never given, was left or was handed over.
-- Needs: placeLaneKey, generationsKey, placeField (lane:number), placeNumber, placeGeneration (string).
-- Gives: laneNow {S, window, arrivals}. Returns {'PLACE_UNKNOWN', arrivals} or {'PLACE_LEFT'} from the script.
local laneStored = redis.call('HMGET', placeLaneKey, 'serving', 'window', 'arrivals')
local laneNow = { serving = tonumber(laneStored[1] or 0), window = tonumber(laneStored[2] or 0), arrivals = tonumber(laneStored[3] or 0) }
if placeNumber > laneNow.arrivals then return { 'PLACE_UNKNOWN', laneNow.arrivals } end
if (redis.call('HGET', generationsKey, placeField) or placeGeneration) ~= placeGeneration then return { 'PLACE_LEFT' } end
