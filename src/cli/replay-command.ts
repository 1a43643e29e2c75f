import { BadInput, type Complaint } from "../base/bad-input.js";
import { loadBuiltin } from "../run/builtins.js";
import { namedAllocators } from "../run/named-allocators.js";
import { type AllocatorRow, prepareRun } from "../run/prepare-run.js";
import type { PreparedAllocator } from "../run/prepared-allocator.js";
import { type Print, printedLine } from "../run/print-moment.js";
import { replayJournal } from "../run/replay-journal.js";
import { withParameters } from "../run/with-parameters.js";
import { withFlagParameters } from "../scenario/parameters/allocator-parameters.js";
import { resolveAllocator } from "../scenario/rows/allocator-reference.js";
import { DEFAULT_LIMITS, type RunLimits } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { type LimitFlagTexts, readLimits } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";
import { type ModuleFlags, type ModuleFlagTexts, readModuleFlags } from "./module-flags.js";
import { readParams } from "./param-flags.js";
import { replayInProcess, runReplay } from "./replay.js";
import { tellWarnings } from "./warnings.js";

/** The flags of `workbench replay` as commander hands them over. */
export interface ReplayFlagTexts extends LimitFlagTexts, ModuleFlagTexts {
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
  const before = complaints.length;
  const modules = readModuleFlags(texts, complaints);
  const allocators = texts.allocator ?? [DEFAULT_ALLOCATOR];
  // Without its manifest a module's name would be an unknown one.
  const areKnown = complaints.length === before;
  const rows = areKnown ? allocators.flatMap((name) => rowOf(name, limits, modules, complaints)) : [];
  if (complaints.length > 0) throw new BadInput(complaints);
  const print = (name: string): Print => {
    return (line, moment) => (texts.quiet ? undefined : console.note(printedLine(name, line, moment)));
  };
  const prepared = await prepareRun(rows, modules, {
    luaEngine,
    limits,
    print: (row, line) => (texts.quiet ? undefined : console.note(`${row?.label ?? "modules"}| ${line}`)),
  });
  if (!texts.quiet) tellWarnings([...modules.warnings, ...prepared.warnings], console);
  const byName = new Map(allocators.map((name, i) => [name, prepared.allocators[i] as PreparedAllocator]));
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
    if (allocator.kind !== "builtin") return replayJournal({ file, allocator, parameters, limits }, print(name));
    // The built-in ones are trusted and need no process of their own.
    const create = withParameters(await loadBuiltin(allocator.name), parameters);
    return replayInProcess(() => create)(file, name);
  });
}

function rowOf(name: string, limits: RunLimits, { manifests }: ModuleFlags, complaints: Complaint[]): AllocatorRow[] {
  const use = resolveAllocator(name, process.cwd(), namedAllocators(manifests));
  if ("kind" in use) return [{ label: name, use, limits, selection: {} }];
  complaints.push({ place: "--allocator", ...use });
  return [];
}
