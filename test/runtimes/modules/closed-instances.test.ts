import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import { UNLIMITED } from "../../../src/runtimes/guest.js";
import { openScriptLibrary } from "../../../src/runtimes/script-library.js";

const folder = mkdtempSync(join(tmpdir(), "closed-instances-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An instance holds some megabytes, and so does what waits for its timer. */
const SCRIPTS = [
  {
    file: "heavy.js",
    code: `export const heavy = { kind: "Anonymous", create(parameters, host) {
  const ballast = new Array(200000).fill(0).map((_, i) => i + 0.5);
  host.after(1e6, () => ballast.length);
  return { size: () => ballast.length };
} };`,
  },
  {
    file: "heavy.lua",
    code: `return { heavy = { kind = "Anonymous", create = function(parameters, host)
  local ballast = {}
  for i = 1, 50000 do ballast[i] = i + 0.5 end
  host.after(1e6, function() return #ballast end)
  return { size = function() return #ballast end }
end } }`,
  },
  {
    file: "heavy.py",
    code: `class Heavy:
    def __init__(self, host):
        self._ballast = bytearray(4_000_000)
        host.after(1e6, lambda: len(self._ballast))

    def size(self, input):
        return len(self._ballast)

heavy = dict(kind="Anonymous", create=lambda parameters, host: Heavy(host))`,
  },
];

const LIMITS = { ...UNLIMITED, callMs: 60_000, memoryBytes: 128 * 1024 ** 2 };
const NEVER = { now: 0, after: () => () => {} };

describe.each(SCRIPTS)("the instances of $file", ({ file, code }) => {
  it("are forgotten with their timers once they are closed", async () => {
    const path = join(folder, file);
    writeFileSync(path, code);
    const opening = await openScriptLibrary(path, { limits: LIMITS, seed: 1, timer: NEVER });
    if (opening.kind !== "ready") throw new Error(opening.message);
    const found = await opening.value.module("heavy");
    if (found.kind !== "ready" || found.value === null) throw new Error("there is no module");
    for (let i = 0; i < 60; i++) {
      const made = await found.value.create([]);
      if (made.kind !== "ready") throw new Error(`instance ${i}: ${made.message}`);
      const instance = made.value as ModuleInstance;
      expect(instance.methods).toEqual(["size"]);
      instance.close();
    }
    opening.value.close();
  }, 300_000);
});
