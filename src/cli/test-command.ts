import type { Complaint } from "../base/bad-input.js";
import { BadInput } from "../base/bad-input.js";
import { findCandidates, type NamedModules } from "../battery/find-candidates.js";
import { testModule } from "../battery/test-module.js";
import { type Scorecard, type TestDocument, toTestDocument } from "../report/scorecard.js";
import { scorecardText } from "../report/scorecard-text.js";
import { formatDocument } from "../report/to-run-document.js";
import { namedAllocators } from "../run/named-allocators.js";
import { withFlagParameters } from "../scenario/parameters/allocator-parameters.js";
import { resolveAllocator } from "../scenario/rows/allocator-reference.js";
import { DEFAULT_LIMITS } from "../scenario/scenario.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { makeFolder } from "./journal-paths.js";
import { type LimitFlagTexts, readLimits } from "./limit-flags.js";
import { readLuaEngine } from "./lua-engine-flag.js";
import {
  type ModuleFlags,
  type ModuleFlagTexts,
  readModuleFlags,
  readSelectionFlags,
  type SelectionFlagTexts,
} from "./module-flags.js";
import { readParams } from "./param-flags.js";
import { tellWarnings } from "./warnings.js";

/** The flags of `workbench test` as commander hands them over. */
export interface TestFlagTexts extends LimitFlagTexts, ModuleFlagTexts, SelectionFlagTexts {
  readonly allocator?: readonly string[];
  readonly module?: readonly string[];
  readonly param?: readonly string[];
  readonly seed?: string;
  readonly out?: string;
  readonly luaEngine?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const DEFAULT_SEED = 1;
const LARGEST_SEED = 2 ** 32 - 1;

/** `workbench test`. @throws BadInput before anything is tried */
export async function testCommand(texts: TestFlagTexts, console: Console): Promise<ExitCode> {
  const complaints: Complaint[] = [];
  const limits = { ...DEFAULT_LIMITS, ...readLimits(texts, complaints) };
  const luaEngine = readLuaEngine(texts.luaEngine, complaints);
  const seed = readSeed(texts.seed, complaints);
  const params = Object.entries(readParams(texts.param ?? [], complaints));
  const parameters = withFlagParameters(
    {},
    params.map(([key, text]) => ({ label: "", key, text })),
  );
  const before = complaints.length;
  const modules = readModuleFlags(texts, complaints);
  // Without its manifest a module's name would be an unknown one.
  const allocators = complaints.length === before ? readAllocators(texts.allocator ?? [], modules, complaints) : [];
  if (complaints.length > 0) throw new BadInput(complaints);
  const print = (name: string) => (line: string) => (texts.quiet ? undefined : console.note(`${name}| ${line}`));
  const named = { ...modules, allocators, selection: readSelectionFlags(texts), modules: texts.module ?? [] };
  const found = await findCandidates(named, { luaEngine, parameters, limits, print: print("modules") });
  if (!texts.quiet) tellWarnings([...modules.warnings, ...found.warnings], console);
  const folder = texts.out ?? ".";
  makeFolder(folder, "--out");
  const cards: Scorecard[] = [];
  for (const candidate of found.candidates) {
    cards.push(await testModule(candidate, { seed, limits, luaEngine, folder, print: print(candidate.name) }));
  }
  const document = toTestDocument(seed, cards);
  tell(document, texts, console);
  return exitCode(document);
}

function readAllocators(
  names: readonly string[],
  { manifests }: ModuleFlags,
  complaints: Complaint[],
): NamedModules["allocators"] {
  return names.flatMap((name) => {
    const use = resolveAllocator(name, process.cwd(), namedAllocators(manifests));
    if ("kind" in use) return [{ label: name, use }];
    complaints.push({ place: "--allocator", ...use });
    return [];
  });
}

function readSeed(text: string | undefined, complaints: Complaint[]): number {
  if (text === undefined) return DEFAULT_SEED;
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= LARGEST_SEED) return seed;
  const rule = `a seed is a whole number from 0 to ${LARGEST_SEED}`;
  complaints.push({ place: "--seed", value: text, rule, nextStep: "give it such as --seed=7" });
  return DEFAULT_SEED;
}

/** Without a report on stdout, what is not as it should be is told on stderr. */
function tell(document: TestDocument, { json, quiet }: TestFlagTexts, console: Console): void {
  if (json) console.result(formatDocument(document));
  else if (!quiet) console.result(scorecardText(document, console.colors));
  if (!json && !quiet) return;
  for (const { module, rules } of document.modules) {
    for (const { rule, about, status, reason, journal } of rules) {
      if (status !== "failed" && status !== "broken") continue;
      const where = journal === null ? "" : ` (journal: ${journal})`;
      console.note(`${module}: ${rule}: ${status}: ${about}: ${reason}${where}`);
    }
  }
}

/** A broken module goes before one that keeps not to a rule. */
function exitCode({ counts }: TestDocument): ExitCode {
  if (counts.broken > 0) return EXIT.failed;
  return counts.failed > 0 ? EXIT.notHeld : EXIT.held;
}
