-- Publishes messages that arrived together, in their order.
-- KEYS: none; ARGV: for each message its channel and its text.
-- Returns the number of messages.
for at = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[at], ARGV[at + 1]) end
return #ARGV / 2
