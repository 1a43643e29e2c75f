import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { GuestOutput } from "../../../src/runtimes/guest-output.js";
import { LUA_ENGINES, type LuaEngine, openerOf } from "../../../src/runtimes/lua/load-lua.js";
import { LuaMachine } from "../../../src/runtimes/lua/lua-machine.js";
import { scratchFile } from "../../fixtures/allocators/scratch-files.js";

const SCRIPT = `
local given
return {
  same = function(numbers, length)
    local copy = {}
    for i = 1, length do copy[i] = numbers[i] end
    return copy
  end,
  whole = function(numbers, length)
    local copy = {}
    for i = 1, length do copy[i] = math.tointeger(numbers[i]) or numbers[i] end
    return copy
  end,
  backwards = function(numbers, length)
    local copy = {}
    for i = length, 1, -1 do copy[i] = numbers[i] end
    return copy
  end,
  kinds = function(numbers, length)
    for i = 1, length do assert(math.type(numbers[i]) == "float") end
    return numbers
  end,
  lose = function(numbers, length)
    for i = 2, length, 3 do numbers[i] = nil end
    numbers.x, numbers["1"], numbers[0], numbers[-1] = 1, 2, 3, 4
    return {}
  end,
  other = function() return { 1, "two", 3.5, true, {}, nil, 7 } end,
  grow = function() given = ("x"):rep(4e6) return {} end,
}`;

/** A table of the host's that is used again, as for an allocator's calls. */
async function open(engine: LuaEngine) {
  const script = {
    path: scratchFile("numbers.lua", SCRIPT),
    limits: UNLIMITED,
    seed: 1,
    output: new GuestOutput(null, () => undefined),
  };
  const machine = await LuaMachine.start(script, await openerOf(engine));
  const exports = machine.load();
  const { stack } = machine;
  stack.pushTable(4, 0);
  const table = stack.keep();
  return (name: string, numbers: readonly number[], length = numbers.length): readonly number[] => {
    machine.pushMember(exports, name);
    stack.pushKept(table);
    stack.setNumbers(-1, Float64Array.from(numbers));
    stack.pushNumber(numbers.length);
    machine.call(2, 1);
    const answer = Array.from(stack.numbersAt(-1, length));
    machine.clear();
    return answer;
  };
}

const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(0, -0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, -(2 ** 32), 1e300, Number.POSITIVE_INFINITY),
);

describe.each(LUA_ENGINES)("numbers that cross into %s and back", (engine) => {
  test.each(["same", "backwards", "kinds"])("are the same, few after many and many after few: %s", async (name) => {
    const call = await open(engine);
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
        expect(call(name, numbers)).toEqual(numbers);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test("may be integers on the other side, of which 0 need have no sign", async () => {
    const call = await open(engine);
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (numbers) => {
        const unsigned = (value: number) => (value === 0 ? 0 : value);
        expect(call("whole", numbers).map(unsigned)).toEqual(numbers.map(unsigned));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test("are not what is no number, and what is not there", async () => {
    const call = await open(engine);
    const { NaN: none } = Number;
    expect(call("other", [], 9)).toEqual([1, none, 3.5, none, none, none, 7, none, none]);
  });

  test("are the same in a table that has lost some of them, and has others beside them", async () => {
    const call = await open(engine);
    const numbers = Array.from({ length: 50 }, (_, i) => i / 2);
    for (const name of ["same", "lose", "backwards", "lose", "same"]) {
      const answer = call(name, numbers);
      if (name !== "lose") expect(answer).toEqual(numbers);
    }
    call("lose", numbers);
    expect(call("kinds", [1, 2])).toEqual([1, 2]);
  });

  test("are found after the machine's memory has grown", async () => {
    const call = await open(engine);
    call("grow", []);
    expect(call("same", [1.5, -2, 3])).toEqual([1.5, -2, 3]);
  });
});
