-- Tells whether a place has been asked for a confirmed address, and counts a mail that is about to carry a code there.
-- KEYS[1…14], ARGV[1…11]: include/place.lua; ARGV[12] 1 to count a mail; ARGV[13] least ms between two mails of a place
-- Returns {'ASKED'} | {'NOT_ASKED'} | {'TOO_SOON', ms} | {'PLACE_DONE'} | {'PLACE_EXPIRED'} | as include/place.lua
-- @include place
-- @include step-up-marks
if standing == 'done' then return { 'PLACE_DONE' } end
if standing == 'expired' then return { 'PLACE_EXPIRED' } end
if not isDue then return { 'NOT_ASKED' } end
if ARGV[12] == '1' then
  local wait = lastMail + tonumber(ARGV[13]) - saleNow
  if lastMail > 0 and wait > 0 then return { 'TOO_SOON', wait } end
  redis.call('HSET', KEYS[4], mailField, math.max(1, saleNow))
end
return { 'ASKED' }
