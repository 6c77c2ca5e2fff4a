-- Reads whether a place has been asked for a confirmed e-mail address, and whether its answer is still due.
-- Needs: include/place.lua. Gives: stepUpRule (off | observe | on | everyone), wasSuspect (asked for its network's
-- sake), wasAsked (for whatever reason), hasProved, isDue (asked, and has to answer by the rule of now), lastMail
-- (sale time of the last mail, 0 for none), mailField (where it is kept; nil if never asked).
local marks = redis.call('HMGET', KEYS[4], groupField .. ':asked', groupField .. ':everyone', groupField .. ':proved')
local wasSuspect, wasAsked, hasProved = marks[1] and true or false, (marks[1] or marks[2]) and true or false, marks[3] and true or false
-- a line built before there was the setting has its default
local stepUpRule = redis.call('HGET', KEYS[1], 'stepUp') or 'observe'
local isDue = not hasProved and (stepUpRule == 'on' and wasSuspect or stepUpRule == 'everyone' and wasAsked)
local mailField = marks[1] and groupField .. ':asked' or marks[2] and groupField .. ':everyone' or nil
local lastMail = math.max(tonumber(marks[1] or '0'), tonumber(marks[2] or '0'))
