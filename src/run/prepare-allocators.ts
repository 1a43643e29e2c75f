import { BadInput, type Complaint } from "../base/bad-input.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import { compileNative } from "../runtimes/native/compile.js";
import { defaultSymbol } from "../runtimes/native/default-symbol.js";
import type { AllocatorReference, RunLimits } from "../scenario/scenario.js";
import { displayPath } from "./display-path.js";
import { runGuarded } from "./guarded-process.js";
import type { InspectionJob } from "./inspection-process.js";
import { NO_GRACE } from "./limit-watch.js";
import { ALLOCATOR_MODULE_RULES } from "./module-rules.js";
import type { PreparedAllocator } from "./prepared-allocator.js";

export interface AllocatorToPrepare {
  readonly use: AllocatorReference;
  readonly limits: RunLimits;
  /** Takes what the module prints while it is looked at. */
  readonly print: (line: string) => void;
}

/**
 * Compiles and inspects the native ones, so that what is wrong with a module is known before anything is simulated.
 *
 * @returns in the order given
 * @throws BadInput with everything that is wrong with any of them
 */
export async function prepareAllocators(
  allocators: readonly AllocatorToPrepare[],
  luaEngine: LuaEngine,
): Promise<PreparedAllocator[]> {
  const complaints: Complaint[] = [];
  const prepared: PreparedAllocator[] = [];
  for (const allocator of allocators) {
    try {
      prepared.push(await prepare(allocator, luaEngine));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      complaints.push(...error.complaints);
    }
  }
  if (complaints.length > 0) throw new BadInput(complaints);
  return prepared;
}

async function prepare(allocator: AllocatorToPrepare, luaEngine: LuaEngine): Promise<PreparedAllocator> {
  const { use } = allocator;
  if (use.kind === "builtin") return { kind: "ready", allocator: { kind: "builtin", name: use.name } };
  if (use.language === "native") return prepareNative(use, allocator, luaEngine);
  const path = displayPath(use.path);
  return { kind: "ready", allocator: { kind: "file", path, shownAs: path, symbol: null, luaEngine } };
}

async function prepareNative(
  use: AllocatorReference & { kind: "file" },
  { limits, print }: AllocatorToPrepare,
  luaEngine: LuaEngine,
): Promise<PreparedAllocator> {
  const path = displayPath(use.path);
  const compiled = use.compile ? await compile(use.path, path) : { kind: "compiled" as const, library: use.path };
  if (compiled.kind === "skipped") return compiled;
  const { library } = compiled;
  const symbol = use.symbol ?? defaultSymbol(use.path);
  const job: InspectionJob = { library, symbol, rules: ALLOCATOR_MODULE_RULES };
  const inspected = await runGuarded<readonly Complaint[]>({
    entry: "run/inspection-process",
    job,
    limits,
    files: [],
    sandbox: null,
    grace: NO_GRACE,
    print,
  });
  if (inspected.kind === "failed") {
    const message = `${path}: while the library was opened: ${inspected.failure.message}`;
    return { kind: "failed", failure: { ...inspected.failure, kind: "loadFailed", message } };
  }
  if (inspected.answer.length > 0) {
    throw new BadInput(inspected.answer.map((found) => ({ ...found, place: found.place.replace(library, path) })));
  }
  return { kind: "ready", allocator: { kind: "file", path: library, shownAs: path, symbol, luaEngine } };
}

type Compiled =
  | { readonly kind: "compiled"; readonly library: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** @throws BadInput with the compiler's errors */
async function compile(source: string, shown: string): Promise<Compiled> {
  const compilation = await compileNative(source);
  switch (compilation.kind) {
    case "compiled":
      return compilation;
    case "noCompiler":
      return { kind: "skipped", reason: `${shown} needs a C compiler, and there is no ${compilation.compiler} here` };
    case "failed":
      throw new BadInput(compilerComplaints(source, shown, compilation.output));
  }
}

/** The compiler's `file:line:column: error: text` lines as complaints; its own last line when it has none such. */
export function compilerComplaints(source: string, shown: string, output: string): Complaint[] {
  const nextStep = "mend the source";
  const errors = [...output.matchAll(/^(.+?:\d+:\d+): (?:fatal )?error: (.*)$/gm)];
  if (errors.length === 0) {
    return [{ place: shown, rule: `it does not compile: ${output.trim().split("\n").at(-1)}`, nextStep }];
  }
  return errors.map(([, place, text]) => ({
    place: (place as string).replace(source, shown),
    rule: text as string,
    nextStep,
  }));
}
