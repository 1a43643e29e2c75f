--- Reads one call's records, one number after the other. Ids count from 0 on the wire, an absent one is -1; all numbers are
-- floats there.

local reader = {}

local unpack = table.unpack

local input -- the records of this call
local at -- how many numbers of them are read

function reader.start(records)
  input, at = records, 0
end

function reader.position()
  return at
end

--- A record may be longer than what is read of it.
function reader.skip_to(position)
  at = position
end

function reader.number()
  at = at + 1
  return input[at]
end

function reader.flag()
  at = at + 1
  return input[at] == 1
end

--- A number that is left out is negative.
-- @return nil for one that is left out
function reader.optional()
  at = at + 1
  local number = input[at]
  if number >= 0 then return number end
  return nil
end

--- @return the object of a list by its id, nil for none
local function item(list)
  at = at + 1
  local id = input[at]
  if id < 0 then return nil end
  return list[(id | 0) + 1]
end
reader.item = item

--- @return a list of a list's objects
function reader.items(list)
  local items = {}
  at = at + 1
  for i = 1, input[at] do items[i] = item(list) end
  return items
end

--- @return an id that counts from 1, nil for none
function reader.id()
  at = at + 1
  local id = input[at]
  if id < 0 then return nil end
  return (id | 0) + 1
end

--- @param absent what stands for a key that is not mentioned: a vector of that
function reader.vector(absent)
  local vector = { unpack(absent) }
  at = at + 1
  for _ = 1, input[at] do
    vector[(input[at + 1] | 0) + 1] = input[at + 2]
    at = at + 2
  end
  return vector
end

return reader
