import { BadInput, type Complaint } from "../base/bad-input.js";
import { BUILTIN_ALIASES, BUILTIN_NAMES, loadBuiltin } from "../run/builtins.js";
import { prepareAllocators } from "../run/prepare-allocators.js";
import type { PreparedAllocator } from "../run/prepared-allocator.js";
import { replayJournal } from "../run/replay-journal.js";
import { withParameters } from "../run/with-parameters.js";
import { withFlagParameters } from "../scenario/parameters/allocator-parameters.js";
import { resolveAllocator } from "../scenario/rows/allocator-reference.js";
import { type AllocatorReference, DEFAULT_LIMITS, type RunLimits } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { type LimitFlagTexts, readLimits } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";
import { readParams } from "./param-flags.js";
import { replayInProcess, runReplay } from "./replay.js";

/** The flags of `workbench replay` as commander hands them over. */
export interface ReplayFlagTexts extends LimitFlagTexts {
  readonly allocator?: readonly string[];
  readonly param?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
  readonly debug?: true;
  readonly luaEngine?: string;
}

const DEFAULT_ALLOCATOR = "hierarchical";

/** `workbench replay JOURNAL...`. @throws BadInput before anything is replayed */
export async function replayCommand(
  journals: readonly string[],
  texts: ReplayFlagTexts,
  console: Console,
): Promise<ExitCode> {
  const complaints: Complaint[] = [];
  const limits: RunLimits = { ...DEFAULT_LIMITS, ...readLimits(texts, complaints) };
  const params = Object.entries(readParams(texts.param ?? [], complaints));
  const parameters = withFlagParameters(
    {},
    params.map(([key, text]) => ({ label: "", key, text })),
  );
  const luaEngine = readLuaEngine(texts.luaEngine, complaints);
  const allocators = texts.allocator ?? [DEFAULT_ALLOCATOR];
  const references = allocators.map((name) => referenceOf(name, complaints));
  if (complaints.length > 0) throw new BadInput(complaints);
  const print = (name: string) => (line: string) => (texts.quiet ? undefined : console.note(`${name}| ${line}`));
  const prepared = await prepareAllocators(
    references.map((use, i) => ({ use: use as AllocatorReference, limits, print: print(allocators[i] as string) })),
    luaEngine,
  );
  const byName = new Map(allocators.map((name, i) => [name, prepared[i] as PreparedAllocator]));
  const options = {
    journals,
    allocators,
    json: texts.json ?? false,
    quiet: texts.quiet ?? false,
    debug: texts.debug ?? false,
  };
  return runReplay(options, console, async (file, name) => {
    const found = byName.get(name) as PreparedAllocator;
    if (found.kind !== "ready") return found;
    const { allocator } = found;
    if (allocator.kind === "file") return replayJournal({ file, allocator, parameters, limits }, print(name));
    // The built-in ones are trusted and need no process of their own.
    const create = withParameters(await loadBuiltin(allocator.name), parameters);
    return replayInProcess(() => create)(file, name);
  });
}

function referenceOf(name: string, complaints: Complaint[]): AllocatorReference | undefined {
  const found = resolveAllocator(name, process.cwd(), { names: BUILTIN_NAMES, aliases: BUILTIN_ALIASES });
  if ("kind" in found) return found;
  complaints.push({ place: "--allocator", ...found });
  return undefined;
}
