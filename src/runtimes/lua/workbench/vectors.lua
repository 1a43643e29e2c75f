--- Vectors: one amount per resource key, by key id. What is made here is new; nothing given is changed.

local vectors = {}

local unpack = table.unpack

function vectors.copy(vector)
  return { unpack(vector) }
end

--- Keys that turned up later get a place in a vector from before.
function vectors.extend(vector, size, amount)
  for key = #vector + 1, size do vector[key] = amount end
end

function vectors.is_any_above(vector, floor)
  for key = 1, #vector do
    if vector[key] > floor then return true end
  end
  return false
end

--- Whether there is as much of everything as is wanted.
function vectors.fits(wanted, free)
  for key = 1, #wanted do
    if wanted[key] > free[key] then return false end
  end
  return true
end

function vectors.plus(a, b)
  local sum = { unpack(a) }
  for key = 1, #sum do sum[key] = sum[key] + b[key] end
  return sum
end

--- Of what there is less than is taken away, nothing is left.
function vectors.minus(a, b)
  local rest = { unpack(a) }
  for key = 1, #rest do
    local amount = rest[key] - b[key]
    rest[key] = amount > 0 and amount or 0.0
  end
  return rest
end

--- The smaller amount of each key.
function vectors.least(a, b)
  local smaller = { unpack(a) }
  for key = 1, #smaller do
    if b[key] < smaller[key] then smaller[key] = b[key] end
  end
  return smaller
end

--- Whether no amount is above 0.
function vectors.is_zero(vector)
  for key = 1, #vector do
    if vector[key] > 0 then return false end
  end
  return true
end

return vectors
