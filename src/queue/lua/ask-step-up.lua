-- Tells whether a place has been asked for a confirmed address, and counts a mail that is about to carry a code there.
-- KEYS[1…14], ARGV[1…11]: include/place.lua; ARGV[12] 1 to count a mail; ARGV[13] least ms between two mails of a place
-- Returns {'ASKED'} | {'NOT_ASKED'} | {'TOO_SOON', ms} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} | as include/place.lua
-- @include place
if standing == 'done' then return { 'PLACE_DONE' } end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
local askedField = groupField .. ':asked'
local lastMail = redis.call('HGET', KEYS[4], askedField)
local isProved = redis.call('HEXISTS', KEYS[4], groupField .. ':proved') == 1
if not lastMail or isProved or redis.call('HGET', KEYS[1], 'stepUp') ~= 'on' then return { 'NOT_ASKED' } end
if ARGV[12] == '1' then
  local wait = tonumber(lastMail) + tonumber(ARGV[13]) - saleNow
  if tonumber(lastMail) > 0 and wait > 0 then return { 'TOO_SOON', wait } end
  redis.call('HSET', KEYS[4], askedField, math.max(1, saleNow))
end
return { 'ASKED' }
