-- Takes a block of numbers of a lane for a batch of joins, never beyond `reserved`, which Postgres has stored.
-- KEYS[1] sale; KEYS[2] lane
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] count asked for
-- Returns {'TAKEN', first, count ≤ asked, left} | {'RESERVED_OUT', arrivals} | {'STATE', state} | {'LANE_UNKNOWN'} |
-- {'STALE'}; left: reserved numbers beyond these
-- @include saletime/require-epoch
local open = { prequeue = true, on_sale = true, paused = true, sold_out = true }
local state = redis.call('HGET', KEYS[1], 'state')
if not open[state] then return { 'STATE', state or '' } end
local lane = redis.call('HMGET', KEYS[2], 'arrivals', 'reserved')
if not lane[1] then return { 'LANE_UNKNOWN' } end
local count = math.min(tonumber(ARGV[3]), tonumber(lane[2]) - tonumber(lane[1])) -- guard: reserved
if count <= 0 then return { 'RESERVED_OUT', tonumber(lane[1]) } end
-- @include saletime/wake-sale
local last = redis.call('HINCRBY', KEYS[2], 'arrivals', count)
return { 'TAKEN', last - count + 1, count, tonumber(lane[2]) - last }
