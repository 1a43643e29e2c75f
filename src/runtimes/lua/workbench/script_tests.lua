--- What tests of scripts have of the SDK. `workbench test FILE` runs them.

local script_guest = require("workbench.script_guest")

local script_tests = {}

--- A test cannot wait for the host: it is begun anew with one more answer, until there are all that it asks for. An allocator
-- is asked once all the same; what it said is kept.
local answers, next_answer, wanted, said = {}, 1, nil, {}

local function begin(given)
  answers, next_answer, wanted = given, 1, nil
  if #given == 0 then said = {} end
end

local function ask(request)
  local answer = answers[next_answer]
  if wanted or not answer then
    wanted = wanted or request
    error("a test waits for the host: this error is not for scripts to catch", 0)
  end
  next_answer = next_answer + 1
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
  local begun = ask({ begin = cluster })
  local at = next_answer
  said[at] = said[at] or say(allocator, begun)
  return ask({ judge = said[at], of = cluster })
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

function script_tests.is_request(request)
  return request.tests ~= nil or request.test ~= nil or request.wanted ~= nil
end

--- For the host: the names of a script's tests; nil once a test has run, if it comes to that; and what the last one still
-- wanted to know, nil when it has come to its end.
function script_tests.answer(exports, request)
  if request.tests then return names_of(exports) end
  if request.wanted then return wanted end
  begin(request.answers)
  exports[request.test]()
end

return script_tests
