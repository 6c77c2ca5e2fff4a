-- Counts a mail subscription before it is stored: concurrent requests cannot exceed the limits.
-- KEYS[1…] counts, each compared and raised before the next
-- ARGV[1] window in seconds; ARGV[2…] limit of each count
-- Returns {'COUNTED'} | {'LIMITED', seconds until the first full count ends}
for at, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[at + 1])
  if tonumber(redis.call('GET', key) or '0') >= limit then return { 'LIMITED', redis.call('TTL', key) } end -- guard: mails of an address
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[1]) end
end
return { 'COUNTED' }
