-- The tick: advances sale time, expires what is due and calls the next in line, within cap and rate. Safe on any number
-- of nodes: only the first call in 250 ms acts, and decisions made on the state of another tick are refused.
-- KEYS[1] sale; KEYS[2] active; KEYS[3] admission; then for each lane: lane, ready, seen, called, lapsed, history
-- ARGV[1] epoch; ARGV[2] run id; ARGV[3] tick id decided on; ARGV[4] micro-admissions per minute; ARGV[5] cap;
-- ARGV[6] reason; then for each lane: weight, window
-- Returns {'TICKED', saleNow, call deadline, ended admission ids, {positions called in a lane}…} | {'EARLY'} |
-- {'OTHER_TICK'} | {'STALE'}
-- @include saletime/require-epoch
-- @include saletime/sale-now
local TICK_MS, MICRO, CALLS_MAX = 250, 1000000, 1000
local age = wallNow - lastTick
if age >= 0 and age < TICK_MS then return { 'EARLY' } end
local sale = redis.call('HMGET', KEYS[1], 'tickId', 'state', 'credit', 'drawnAt', 'quietUntil', 'graceMs', 'claimMs', 'standstillMs', 'cap',
  'claimedTotal', 'claimedSeen', 'admittedPerMinute')
if (sale[1] or '0') ~= ARGV[3] then return { 'OTHER_TICK' } end
local state, elapsed = sale[2], saleNow - tonumber(saleClock[1] or 0)
if state == 'paused' or state == 'sold_out' then redis.call('HINCRBY', KEYS[1], 'standstillMs', elapsed) end
-- @include line-time
local claimWindowMs = tonumber(sale[7] or 600000)

local lanes = {}
for i = 4, #KEYS, 6 do
  local argument = 7 + (i - 4) / 3
  local stored = redis.call('HMGET', KEYS[i], 'serving', 'deficit', 'turn', 'arrivals', 'window', 'windowAt', 'speedFast', 'speedSlow', 'measuredSince')
  lanes[#lanes + 1] = {
    key = KEYS[i], ready = KEYS[i + 1], seen = KEYS[i + 2], called = KEYS[i + 3], lapsed = KEYS[i + 4], history = KEYS[i + 5],
    weight = tonumber(ARGV[argument]), wished = tonumber(ARGV[argument + 1]),
    serving = tonumber(stored[1] or 0), servingBefore = tonumber(stored[1] or 0), deficit = tonumber(stored[2] or 0), turn = stored[3],
    arrivals = tonumber(stored[4] or 0), window = tonumber(stored[5] or 0), windowAt = tonumber(stored[6] or 0),
    speedFast = tonumber(stored[7] or 0), speedSlow = tonumber(stored[8] or 0), measuredSince = tonumber(stored[9] or nil),
  }
end
-- @include told
-- @include tick-lapse

local rate = tonumber(ARGV[4])
-- capacity: two ticks plus one admission, to prevent a burst after a lull
local bucket = math.floor(rate * 2 * TICK_MS / 60000) + MICRO
local credit = math.min(bucket, tonumber(sale[3] or 0) + math.floor(rate * elapsed / 60000) + lapsedCalls * MICRO)
local taken = redis.call('ZCARD', KEYS[2])
for _, lane in ipairs(lanes) do taken = taken + redis.call('ZCARD', lane.called) end
local cap = math.min(tonumber(ARGV[5]), tonumber(sale[9] or 0)) -- guard: cap
local calling = state == 'on_sale' and sale[4] and saleNow >= tonumber(sale[5] or 0)
local room = calling and rate > 0 and math.min(math.floor(credit / MICRO), cap - taken, CALLS_MAX) or 0
local roomBefore, graceMs = math.max(room, 0), tonumber(sale[6] or 15000)
local calledUntil = saleNow + graceMs
room = roomBefore
-- @include tick-choose
-- @include tick-measure

local SEEN_MS = 20000
local claimed = tonumber(sale[10] or 0)
local perMinute = tonumber(sale[12] or 0)
if elapsed > 0 then perMinute = perMinute + ((claimed - tonumber(sale[11] or 0)) * 60000 / elapsed - perMinute) * math.min(1, elapsed / SEEN_MS) end
redis.call('HSET', KEYS[1], 'saleMs', saleNow, 'lastTick', wallNow, 'tickId', tonumber(ARGV[3]) + 1, 'credit', credit - (roomBefore - room) * MICRO,
  'perMinute', rate / MICRO, 'reason', ARGV[6], 'claimedSeen', claimed, 'admittedPerMinute', perMinute)
local answer = { 'TICKED', saleNow, calledUntil, endedAdmissions }
for _, lane in ipairs(lanes) do
  local window = math.max(0, math.min(lane.wished, lane.arrivals - lane.serving)) -- guard: arrivals
  redis.call('HSET', lane.key, 'serving', lane.serving, 'deficit', lane.deficit, 'turn', lane.turn or 'first', 'window', window,
    'windowAt', lane.wished > lane.window and saleNow or lane.windowAt, unpack(lane.measures))
  answer[#answer + 1] = lane.picked
end
return answer
