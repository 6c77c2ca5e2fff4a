-- Whether the fan of a called place can have learnt of the call: by a socket that was open during it, or by a read.
-- Gives: markTold(calledKey, position); wasTold(score of a called place).
-- added to the deadline of a call, which is whole
local TOLD_MARK = 0.5
local function wasTold(score)
  return tonumber(score) % 1 ~= 0
end
local function markTold(calledKey, position)
  local deadline = redis.call('ZSCORE', calledKey, position)
  if deadline and not wasTold(deadline) then redis.call('ZADD', calledKey, 'XX', tonumber(deadline) + TOLD_MARK, position) end
end
