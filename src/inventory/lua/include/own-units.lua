-- Reads what the hold has, whose units a swap may take again.
-- Needs: hold. Gives: old (its lines), mine (see plan-claims).
local old = cjson.decode(hold.lines)
local mine = { seats = {}, blocks = {}, counted = {}, types = {} }
for _, line in ipairs(old) do
  mine.types[line.t] = (mine.types[line.t] or 0) + line.n
  if line.b then
    mine.seats[line.b .. ':' .. line.o] = line.p
    mine.blocks[line.b] = mine.blocks[line.b] or {}
    table.insert(mine.blocks[line.b], line.o)
  else
    mine.counted[line.t] = mine.counted[line.t] or {}
    table.insert(mine.counted[line.t], line)
  end
end
