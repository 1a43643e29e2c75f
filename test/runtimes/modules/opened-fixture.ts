import { packageFile } from "../../../src/base/package-files.js";
import type { ModuleInstance } from "../../../src/kinds/module-instance.js";
import type { OpenModule, Reply } from "../../../src/kinds/open-library.js";
import type { Outcome } from "../../../src/kinds/outcome.js";
import { type GuestLimits, UNLIMITED } from "../../../src/runtimes/guest.js";
import { DEFAULT_LUA_ENGINE, type LuaEngine } from "../../../src/runtimes/lua/load-lua.js";
import type { OpenedScript } from "../../../src/runtimes/opened-script.js";
import { openScriptLibrary } from "../../../src/runtimes/script-library.js";
import { VirtualTimer } from "../../kinds/isolator/virtual-timer.js";

export const LIMITS: GuestLimits = { ...UNLIMITED, callMs: 60_000, memoryBytes: 512 * 1024 * 1024 };

export type ScriptLanguage = "javascript" | "lua" | "python";

const EXTENSIONS = { javascript: "js", lua: "lua", python: "py" };

export function modulesFile(language: ScriptLanguage, name: string): string {
  return packageFile("test", "fixtures", "modules", language, `${name}.${EXTENSIONS[language]}`);
}

/** A script library with the world around it. */
export interface OpenedFixture {
  readonly path: string;
  readonly library: OpenedScript;
  readonly timer: VirtualTimer;
  readonly printed: string[];
}

export async function openFixture(
  path: string,
  limits = LIMITS,
  luaEngine: LuaEngine = DEFAULT_LUA_ENGINE,
): Promise<OpenedFixture> {
  const timer = new VirtualTimer();
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const opening = await openScriptLibrary(path, { limits, seed: 1, timer, luaEngine, print });
  if (opening.kind !== "ready") throw new Error(opening.message);
  return { path, library: opening.value, timer, printed };
}

export function moduleIn({ library }: OpenedFixture, name: string): OpenModule<ModuleInstance> {
  const found = readyValue(library.module(name));
  if (found === null) throw new Error(`there is no ${name}`);
  return found;
}

/** @param parameters by key */
export function create(
  fixture: OpenedFixture,
  name: string,
  parameters: Readonly<Record<string, string>> = {},
): ModuleInstance {
  const list = Object.entries(parameters).map(([key, value]) => ({ key, value }));
  const instance = readyValue(moduleIn(fixture, name).create(list) as Reply<ModuleInstance | null>);
  if (instance === null) throw new Error(`${name} gave no instance`);
  return instance;
}

/** How a call has ended so far; undefined while it is open. */
export function outcomeOf(
  instance: ModuleInstance,
  method: string,
  input: unknown = {},
): () => Outcome<unknown> | undefined {
  let outcome: Outcome<unknown> | undefined;
  instance.call(method, input as object, (end) => {
    if (outcome !== undefined) throw new Error(`${method} has ended twice`);
    outcome = end;
  });
  return () => outcome;
}

function readyValue<T>(reply: Reply<T>): T {
  if (reply.kind === "failed") throw new Error(reply.message);
  return reply.value;
}
