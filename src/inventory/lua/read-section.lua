-- Reads the seats of some blocks, one letter each (f h c r w; other characters are not seats).
-- KEYS[1..11] the sale's stock. ARGV: block numbers.
-- Returns {version, fingerprint of the seats, {the blocks}}.
-- @include stock
local blocks = {}
for i, block in ipairs(ARGV) do blocks[i] = redis.call('GET', blockPrefix .. block) or '' end
return { redis.call('HGET', stockKey, 'version') or '0', redis.call('HGET', stockKey, 'layout') or '', blocks }
