--- What scripts with modules have of the SDK: a module is a table that the script returns under the module's name.
--
--   return {
--     com_example_labels = {
--       module_api_version = "2", mesos_version = "1.12.0", kind = "Hook",
--       author_name = "...", author_email = "...", description = "...",
--       compatible = function() return true end,          -- may be left out
--       create = function(parameters, host)               -- nil: refused
--         return { slave_run_task_label_decorator = function(input) return input.task.labels end }
--       end,
--     },
--   }
--
-- parameters is a list of { key = ..., value = ... }. host.now() is the virtual time in seconds; host.after(seconds, f) calls
-- f once, so much later; host.future() is an answer for later, with complete(value), fail(message) and discard();
-- host.failed(message) is the answer of a method that has failed.

local script_tests = require("workbench.script_tests")

local modules = {}

local TEXTS = { "module_api_version", "mesos_version", "kind", "author_name", "author_email", "description" }
local FUNCTIONS = { "compatible", "create", "decide" }

--- The metatable of lists: how an empty one is told from an empty record.
local LIST = {}

--- Marks a table as a list, which only an empty one needs.
function modules.list(items)
  return setmetatable(items, LIST)
end

--- The value of a parameter, of equal keys the last one's; nil when it was not given.
function modules.parameter(parameters, key)
  local value
  for _, given in ipairs(parameters) do
    if given.key == key then value = given.value end
  end
  return value
end

local function has_any(module, fields)
  for _, field in ipairs(fields) do
    if module[field] ~= nil then return true end
  end
  return false
end

--- What a script exports as a module: a table with any of a module's fields.
local function module_in(exports, name)
  local module = type(exports) == "table" and exports[name]
  local is_module = type(module) == "table" and (has_any(module, TEXTS) or has_any(module, FUNCTIONS))
  return is_module and module or nil
end

local function decides(allocator)
  return type(allocator) == "table" and type(allocator.decide) == "function"
end

--- For the host: the allocator in a script, which is the script itself or what its module of that name makes; or why not.
function modules.allocator_in(exports, wanted)
  if not wanted then
    if decides(exports) then return exports end
    return nil, "no decide function: a script returns a table with decide = function(cluster) ... end"
  end
  local module = module_in(exports, wanted.symbol)
  if not module then return nil, "the script has no module of this name" end
  if module.kind ~= "Allocator" then
    return nil, "the module is of kind " .. tostring(module.kind) .. ", not Allocator"
  end
  local allocator = module
  if module.create then allocator = module.create(wanted.parameters) end
  if allocator == nil then return nil, "its create() returned no allocator" end
  if decides(allocator) then return allocator end
  return nil, "its allocator has no decide function"
end

local function header_of(module)
  local texts = {}
  for _, field in ipairs(TEXTS) do
    if type(module[field]) == "string" then texts[field] = module[field] end
  end
  -- An allocator may do without create: then the module itself is the allocator.
  local create = module.create ~= nil or module.decide ~= nil
  return { texts = texts, compatible = module.compatible ~= nil, create = create }
end

--- By this metatable a future is told from data.
local Future = {}

--- An answer that comes later. The first end counts, further ones are ignored.
local function new_future(end_call, encode)
  local calls, ending = {}, nil
  local function finish(how)
    if ending then return end
    ending = how
    for _, token in ipairs(calls) do end_call(token, ending) end
  end
  return setmetatable({
    complete = function(value) finish('"kind":"ready","value":' .. encode(value, LIST)) end,
    fail = function(message) finish('"kind":"failed","message":' .. encode(tostring(message), LIST)) end,
    discard = function() finish('"kind":"discarded"') end,
    -- For the workbench: this is the answer to that call.
    _answers = function(token)
      if ending then end_call(token, ending) else calls[#calls + 1] = token end
    end,
  }, Future)
end

local function is_future(value)
  return type(value) == "table" and getmetatable(value) == Future
end

--- Virtual time, as the host tells it with each request, in microseconds.
local function new_clock()
  local clock = { now = 0.0, asked = {}, actions = {}, last = 0.0 }

  function clock.after(instance, seconds, action)
    if type(seconds) ~= "number" or not (seconds >= 0 and seconds < math.huge) then
      error("after: " .. tostring(seconds) .. " is no number of seconds", 3)
    end
    if type(action) ~= "function" then error("after: the second argument is a function", 3) end
    clock.last = clock.last + 1
    clock.actions[clock.last] = { instance = instance, run = action }
    clock.asked[#clock.asked + 1] = { instance = instance, id = clock.last, after = (seconds * 1e6 + 0.5) // 1.0 }
  end

  --- Runs what waited for a timer.
  function clock.ended(id)
    local action = clock.actions[id]
    clock.actions[id] = nil
    if action then action.run() end
  end

  --- Nothing runs any more that waits for a timer of the instance.
  function clock.forget(instance)
    for id, action in pairs(clock.actions) do
      if action.instance == instance then clock.actions[id] = nil end
    end
  end

  function clock.take_asked()
    local asked = clock.asked
    clock.asked = {}
    return modules.list(asked)
  end

  return clock
end

local function new_host(clock, instance, future)
  return {
    now = function() return clock.now / 1e6 end,
    after = function(seconds, action) clock.after(instance, seconds, action) end,
    future = future,
    failed = function(message)
      local failed = future()
      failed.fail(message)
      return failed
    end,
  }
end

--- A name that begins with _ is the module's own business.
local function methods_of(instance)
  local methods = modules.list({})
  for name, member in pairs(instance) do
    if type(name) == "string" and name:sub(1, 1) ~= "_" and type(member) == "function" then
      methods[#methods + 1] = name
    end
  end
  table.sort(methods)
  return methods
end

--- For the host: a function from request to answer, both JSON text. What a module raises goes through to the host, which
-- knows the place.
function modules.guest(exports, encode, decode, test_host)
  if test_host then
    script_tests.use_host(function(request) return decode(test_host(encode(request, LIST)), LIST) end)
  end
  local clock = new_clock()
  local instances = {}
  local created = 0.0
  local ended = {}

  local function end_call(token, ending)
    ended[#ended + 1] = '{"token":' .. encode(token, LIST) .. "," .. ending .. "}"
  end

  local function future() return new_future(end_call, encode) end

  local function is_compatible(module)
    local answer = module.compatible()
    if type(answer) == "boolean" then return answer end
    error("compatible is to answer with true or false", 0)
  end

  local function create(name, parameters)
    created = created + 1
    local id = created
    local instance = module_in(exports, name).create(parameters, new_host(clock, id, future))
    if instance == nil then return nil end
    if type(instance) ~= "table" then error("create gives a table or nil", 0) end
    instances[id] = instance
    return { instance = id, methods = methods_of(instance) }
  end

  local function answer(call, result)
    if not is_future(result) then
      local value = result
      result = future()
      result.complete(value)
    end
    result._answers(call.token)
  end

  local function news(made)
    local ends = table.concat(ended, ",")
    ended = {}
    return '{"made":' .. encode(made, LIST) .. ',"ended":[' .. ends .. '],"timers":'
      .. encode(clock.take_asked(), LIST) .. "}"
  end

  return function(json)
    local request = decode(json, LIST)
    if script_tests.is_request(request) then
      local names = script_tests.answer(exports, request)
      return encode(names and modules.list(names), LIST)
    end
    if request.header then
      local module = module_in(exports, request.header)
      return encode(module and header_of(module), LIST)
    end
    if request.compatible then return encode(is_compatible(module_in(exports, request.compatible)), LIST) end
    clock.now = request.now
    for _, instance in ipairs(request.closed or {}) do
      instances[instance] = nil
      clock.forget(instance)
    end
    if request.create then return news(create(request.create, request.parameters)) end
    if request.timer then clock.ended(request.timer) end
    if request.call then
      local call = request.call
      answer(call, instances[request.instance][call.method](call.input))
    end
    return news(nil)
  end
end

return modules
