-- Stores a snapshot unless a newer one exists, e.g. when a node resumes after a long stall.
-- KEYS[1] the sale's snapshot (hash: version, body)
-- ARGV[1] version; ARGV[2] the encoded document
-- Returns {'STORED'} or {'OLDER'}
local snapshotKey = KEYS[1]
local version, body = ARGV[1], ARGV[2]
local stored = redis.call('HGET', snapshotKey, 'version')
if stored and tonumber(stored) >= tonumber(version) then return { 'OLDER' } end
redis.call('HSET', snapshotKey, 'version', version, 'body', body)
return { 'STORED' }
