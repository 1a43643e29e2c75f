import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LUA_ENGINES } from "../../../src/runtimes/lua/load-lua.js";
import { runLua } from "./run-lua.js";

/** What a script prints in either engine, which is the same. */
async function agreedPrints(code: string): Promise<readonly string[]> {
  const [first, ...others] = await Promise.all(LUA_ENGINES.map((engine) => runLua(engine, code)));
  expect(first?.failure).toBeNull();
  for (const other of others) {
    expect(other.failure).toBeNull();
    expect(other.printed).toEqual(first?.printed);
  }
  return first?.printed ?? [];
}

/** A double as Lua reads it to the last bit. */
function literal(value: number): string {
  if (Number.isNaN(value)) return "(0/0)";
  if (!Number.isFinite(value)) return value < 0 ? "(-1/0)" : "(1/0)";
  const [mantissa = "", exponent = ""] = value.toExponential(20).split("e");
  return Object.is(value, -0) ? "-0.0" : `${mantissa}e${exponent}`;
}

/** Amounts and shares as an allocator has them, and anything else. */
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.maxSafeInteger(),
  fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.constantFrom(2, 4, 8, 16, 1000)).map(([a, b]) => a / b),
  fc.tuple(fc.maxSafeInteger(), fc.constantFrom(2, 4, 8, 1000)).map(([a, b]) => a / b),
  fc.constantFrom(0, -0, 0.5, 1.5, 2.5, 1e14, 1e15, 1e21, 5e-324, Number.MAX_VALUE, 1000000000000.25),
);

const sampled = <T>(arbitrary: fc.Arbitrary<T>, count: number) => fc.sample(arbitrary, { seed: 5, numRuns: count });

describe("both engines", () => {
  it("write floats alike", async () => {
    const numbers = sampled(number, 2000).map(literal);
    expect(
      await agreedPrints(`for _, x in ipairs({ ${numbers.join(", ")} }) do print(x + 0.0, "" .. x) end`),
    ).toHaveLength(2000);
  });

  it("format numbers alike, as C does", async () => {
    const flags = fc.subarray(["-", "+", " ", "#", "0"]).map((list) => list.join(""));
    const part = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined });
    const directive = fc
      .tuple(flags, part, part, fc.constantFrom("e", "E", "f", "g", "G"))
      .map(
        ([flag, width, precision, letter]) =>
          `%${flag}${width ?? ""}${precision === undefined ? "" : `.${precision}`}${letter}`,
      );
    const lines = sampled(fc.tuple(directive, number), 2000).map(
      ([text, x]) => `print(("[${text}]"):format(${literal(x)}))`,
    );
    await agreedPrints(lines.join("\n"));
    expect(
      await agreedPrints(`print(("%.0f %.0f %.1f %.3g %d"):format(0.5, 1.5, 0.25, 1234.5, 65536000000.0))`),
    ).toEqual(["0 2 0.2 1.23e+03 65536000000"]);
  });

  it("format whole numbers and texts alike", async () => {
    const width = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined });
    const whole = fc.tuple(fc.constantFrom("", "-", "+", " ", "0", "+0"), width, width, fc.maxSafeInteger());
    const lines = sampled(whole, 500).map(
      ([flag, w, p, x]) => `print(("[%${flag}${w ?? ""}${p === undefined ? "" : `.${p}`}d]"):format(${literal(x)}))`,
    );
    await agreedPrints(lines.join("\n"));
    await agreedPrints(`
      print(("[%s|%10s|%-10s|%.2s|%q|%%|%c|%x|%X|%#x|%o]"):format("ü", "ab", "cd", "efg", 'a"\\n\\0b', 66, 255, 255, 255, 8))
      print(pcall(string.format, "%d", 0.5))
      print(pcall(string.format, "%d"))
      print(pcall(string.format, "%d", "x"))
      print(("%d %g %s"):format("12", "0.5", 3))`);
  });

  it("read numbers alike", async () => {
    const texts = [
      "1e3",
      " 12 ",
      "0x10",
      "0x.8p1",
      "1e",
      "",
      "1 2",
      "5e-324",
      "1e400",
      "9007199254740993",
      "nan",
      "inf",
      "1_0",
    ];
    await agreedPrints(`for _, text in ipairs({ ${texts.map((text) => `"${text}"`)} }) do
      local x = tonumber(text) print(text, x and x + 0.0) end`);
  });

  it("walk a table in one order: numbers, texts by their bytes, truth values", async () => {
    const keys = sampled(
      fc.oneof(
        fc.integer({ min: -50, max: 50 }).map(String),
        fc.integer({ min: -99, max: 99 }).map((n) => literal(n / 4)),
        fc
          .string({ unit: "binary-ascii", maxLength: 3 })
          .map((text) => JSON.stringify(text).replaceAll("\\u00", "\\x")),
        fc.constantFrom('"ü"', '"z"', '"\u{1f600}"', '"\uffff"', "true", "false", '"1"'),
      ),
      400,
    ).map((key) => key.replaceAll("\\b", "\\8").replaceAll("\\f", "\\12"));
    const printed = await agreedPrints(`
      local t = {}
      ${keys.map((key, i) => `t[${key}] = ${i}`).join("\n")}
      t["gone"] = 1 t["gone"] = nil
      for key, value in pairs(t) do print(math.type(key) or type(key), key, value) end`);
    const kinds = printed.map((line) => line.split("\t")[0]);
    expect([...new Set(kinds.map((kind) => (kind === "integer" || kind === "float" ? "number" : kind)))]).toEqual([
      "number",
      "string",
      "boolean",
    ]);
  });

  it("leave out of a walk what is taken away during it, and call __pairs", async () => {
    const printed = await agreedPrints(`
      local t = { a = 1, b = 2, c = 3, 10, 20 }
      for key, value in pairs(t) do print(key, value) t.b = nil t[2] = nil t[key] = nil end
      print(next(t))
      for key, value in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t end })) do
        print(key, value)
      end
      for _ in pairs({}) do print("never") end`);
    expect(printed).toEqual(["1\t10", "a\t1", "c\t3", "nil", "1\t2"]);
  });

  it("sort alike, and leave equals in their order", async () => {
    const lists = sampled(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 300 }), 60);
    const printed = await agreedPrints(`
      local lists = { ${lists.map((list) => `{ ${list} }`).join(",\n")} }
      for _, list in ipairs(lists) do
        local items, keys = {}, {}
        for i, key in ipairs(list) do items[i] = { key = key, at = i } end
        table.sort(items, function(a, b) return a.key < b.key end)
        for i, item in ipairs(items) do keys[i] = item.key .. ":" .. item.at end
        table.sort(list)
        print(table.concat(keys, " "), table.concat(list, " "))
      end`);
    const expected = lists.map((list) => {
      const items = list.map((key, i) => ({ key, at: i + 1 })).sort((a, b) => a.key - b.key);
      return `${items.map(({ key, at }) => `${key}:${at}`).join(" ")}\t${items.map(({ key }) => key).join(" ")}`;
    });
    expect(printed).toEqual(expected);
  });

  it("leave a list as it was when its order cannot be found", async () => {
    const printed = await agreedPrints(`
      local list = { 3, 1, 2, "x", 5, 4 }
      print(pcall(table.sort, list))
      print(table.unpack(list))
      local words = { "b", "ü", "a", "Z", "" }
      table.sort(words, function(a, b) return a > b end)
      print(table.concat(words, " "))`);
    expect(printed.slice(1)).toEqual(["3\t1\t2\tx\t5\t4", "ü b a Z "]);
  });

  it("draw the same random numbers from one seed, whole ones as integers", async () => {
    const printed = await agreedPrints(`
      for _ = 1, 100 do print(math.random(), math.random(6), math.random(-3, 3), math.random(1, 1e12)) end
      print(math.type(math.random(6)), math.type(math.random()))`);
    expect(printed.at(-1)).toBe("integer\tfloat");
    expect(new Set(printed).size).toBe(101);
  });

  it("divide, round and compare alike", async () => {
    // What is next to nothing is left out: the remainder of 5.3 loses its sign there.
    const usual = number.filter((x) => x === 0 || (Math.abs(x) > 1e-100 && Math.abs(x) < 1e100));
    const pairs = sampled(fc.tuple(usual, usual), 300).map(([a, b]) => `{ ${literal(a)}, ${literal(b)} }`);
    await agreedPrints(`
      for _, pair in ipairs({ ${pairs.join(", ")} }) do
        local a, b = pair[1] + 0.0, pair[2] + 0.0
        print(a / b, a // b, a % b, a * b, a - b, a < b, a <= b, a == b, math.max(a, b), math.floor(a) == a // 1)
      end`);
  });
});
