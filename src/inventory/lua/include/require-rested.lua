-- Refuses types of `fresh` that rest: one that is taken by a swap counts as held anew, or a swap would end its cooldown.
-- Leaves `series` (type to the begin of its holds), `limit` and `deadline` of the hold.
local lifeMs, longestMs = tonumber(hold.life), tonumber(ARGV[13]) * (permitAdmission.factor or 1)
local limit, series = tonumber(hold.limit), {}
for _, taken in ipairs(fresh) do
  local kind = taken.line.t
  if not series[kind] then
    local rest, since = restsUntil(fan, kind, lifeMs, longestMs)
    if rest then return { 'RESTING', rest - saleNow } end
    series[kind], limit = since, math.min(limit, since + longestMs)
  end
end
local deadline = math.min(tonumber(hold.deadline), limit)
