import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AllocatorFailure } from "../../../src/allocator/failure.js";
import { type GuestLimits, UNLIMITED } from "../../../src/runtimes/guest.js";
import { loadAllocator } from "../../../src/runtimes/load-allocator.js";
import type { LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import { scratchFolder } from "../../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../../fixtures/random-history.js";

export interface LuaRun {
  /** Of the script. */
  readonly path: string;
  readonly printed: readonly string[];
  /** How loading, or else the one call of decide, has failed. */
  readonly failure: AllocatorFailure | null;
}

export interface LuaSettings {
  readonly limits?: Partial<GuestLimits>;
  readonly seed?: number;
  /** Files beside the script, by their paths from its folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** By default one of its own. */
  readonly folder?: string;
}

const LIMITS: GuestLimits = { ...UNLIMITED, callMs: 60_000, memoryBytes: 256 * 1024 * 1024 };

/** Loads a script as an allocator, and asks it once. The code may leave its `decide` out. */
export async function runLua(engine: LuaEngine, code: string, settings: LuaSettings = {}): Promise<LuaRun> {
  const { limits, seed = 1, files = {}, folder = scratchFolder() } = settings;
  const script = code.includes("decide") ? code : `${code}\nreturn { decide = function() end }`;
  for (const [name, text] of Object.entries({ ...files, "script.lua": script })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const path = join(folder, "script.lua");
  const printed: string[] = [];
  const failure = await failureOf(async () => {
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed };
    const source = { path, luaEngine: engine, print: (line: string) => printed.push(line) };
    const allocator = await loadAllocator(source, context, { ...LIMITS, ...limits });
    try {
      allocator.decide(0, [], null);
    } finally {
      allocator.close();
    }
  });
  return { path, printed, failure };
}

async function failureOf(run: () => Promise<void>): Promise<AllocatorFailure | null> {
  try {
    await run();
    return null;
  } catch (error) {
    if (error instanceof AllocatorFailure) return error;
    throw error;
  }
}
