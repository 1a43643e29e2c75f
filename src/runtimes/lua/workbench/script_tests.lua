--- What tests of scripts have of the SDK. `workbench test FILE` runs them.

local script_guest = require("workbench.script_guest")

local script_tests = {}

local ask_host

--- For the host: what answers a request.
function script_tests.use_host(host) ask_host = host end

local function answer_of(request)
  if not ask_host then error("this is for tests, which `workbench test FILE` runs", 3) end
  local answer = ask_host(request)
  if answer.defect then error(answer.defect, 3) end
  return answer.value
end

local function say(allocator, begun)
  local guest = script_guest(allocator)
  guest.setup(begun.setup)
  local output, length = guest.decide(begun.records, #begun.records)
  local copy = {}
  for i = 1, length do copy[i] = output[i] end
  return { output = copy, texts = guest.take_texts() }
end

--- @see annotations/workbench.lua
function script_tests.decisions_of(allocator, cluster)
  if type(allocator) ~= "table" or type(allocator.decide) ~= "function" then
    error("no decide function: an allocator is a table that has it", 2)
  end
  local said = say(allocator, answer_of({ begin = cluster }))
  return answer_of({ judge = said, of = cluster })
end

local function is_same(a, b)
  if a == b then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  for key, value in pairs(a) do
    if not is_same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function shown(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  local parts = {}
  for key, part in pairs(value) do
    parts[#parts + 1] = type(key) == "string" and key .. " = " .. shown(part) or shown(part)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

--- An error unless both are the same.
function script_tests.equal(actual, expected)
  if not is_same(actual, expected) then
    error(("expected %s, and it is %s"):format(shown(expected), shown(actual)), 2)
  end
end

local function names_of(exports)
  local names = {}
  for name, test in pairs(type(exports) == "table" and exports or {}) do
    if type(name) == "string" and name:sub(1, 4) == "test" and type(test) == "function" then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

function script_tests.is_request(request) return request.tests ~= nil or request.test ~= nil end

--- For the host: the names of a script's tests; or runs one of them.
function script_tests.answer(exports, request)
  if request.tests then return names_of(exports) end
  exports[request.test]()
end

return script_tests
