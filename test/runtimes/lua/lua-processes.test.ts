import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { packageFile } from "../../../src/base/package-files.js";
import { LUA_ENGINES, type LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import { scratchFile, scratchFolder } from "../../fixtures/allocators/scratch-files.js";

/** All that could hang on where and when a VM was made. */
const CODE = `
  local set, names = {}, {}
  for i = 1, 200 do set["name " .. i] = {} names[i] = set["name " .. i] end
  local order = {}
  for key, value in next, set do order[#order + 1] = key .. tostring(value) end
  local kept = {}
  for i, name in ipairs(names) do kept[name] = i end
  for _, i in pairs(kept) do order[#order + 1] = i end
  local numbers = {}
  for i = 1, 500 do numbers[i] = math.random(1000) end
  table.sort(numbers, function(a, b) return a % 7 < b % 7 end)
  local far = {}
  for i = 1, 300 do far[i * 1.5] = i far[i % 2 == 0] = i end
  for key, value in next, far do order[#order + 1] = tostring(key) .. "=" .. value end
  print(table.concat(order, " "), table.concat(numbers, " "), tostring(print), pcall(error, {}))
  return { decide = function() end }`;

const compiled = (...path: string[]) => JSON.stringify(packageFile("dist", "src", "runtimes", ...path));

const PROGRAM = `
  import { loadLua } from ${compiled("lua", "load-lua.js")};
  import { UNLIMITED } from ${compiled("guest.js")};
  import { GuestOutput } from ${compiled("guest-output.js")};
  const [engine, path] = process.argv.slice(1);
  const output = new GuestOutput(null, (line) => console.log(line));
  await loadLua({ path, limits: { ...UNLIMITED, callMs: 60_000 }, seed: 1, output, module: null }, engine);`;

async function printedBy(engine: LuaEngine, path: string): Promise<string> {
  const args = ["--input-type=module", "--eval", PROGRAM, engine, path];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}

/** The same script in so many folders, with paths of different lengths. */
function copies(count: number): string[] {
  const folder = scratchFolder();
  return Array.from({ length: count }, (_, i) => {
    const own = join(folder, "x".repeat(i * 3 + 1));
    mkdirSync(own);
    return scratchFile("script.lua", CODE, own);
  });
}

it.each(LUA_ENGINES)(
  "a script in %s meets the same tables, addresses and numbers in every process and folder",
  async (engine) => {
    const [first, ...others] = copies(engine === "wasmoon" ? 20 : 3);
    const expected = await printedBy(engine, first as string);
    expect(expected.length).toBeGreaterThan(5000);
    for (const path of others) expect(await printedBy(engine, path)).toBe(expected);
  },
  300_000,
);
