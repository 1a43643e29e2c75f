import { SELECTORS } from "../run/modules/given-selection.js";
import type { CompareFlagTexts } from "./compare-flags.js";
import { LIMIT_FLAGS, type LimitFlagTexts } from "./limit-flags.js";
import { flagOf, type ModuleFlagTexts } from "./module-flags.js";
import { programWords } from "./program-words.js";
import type { RunFlagTexts } from "./run-flags.js";
import type { ScenarioFlagTexts } from "./scenario-flags.js";

/** The command that gives the same result again: everything that it depends on, the seed spelled out. */
export function repeatCommand(scenario: string, seed: number, flags: RunFlagTexts): string {
  const control = flags.control ? ["--control"] : [];
  return commandLine([...programWords(), "run", scenario, `--seed=${seed}`, ...control, ...scenarioWords(flags)]);
}

/** The command that gives the same comparison again. */
export function repeatComparison(scenarios: readonly string[], flags: CompareFlagTexts): string {
  const words = [...programWords(), "compare", ...scenarios];
  if (flags.seeds !== undefined) words.push(`--seeds=${flags.seeds}`);
  if (flags.reference !== undefined) words.push(`--reference=${flags.reference}`);
  if (flags.shakeArrivals !== undefined) words.push(`--shake-arrivals=${flags.shakeArrivals}`);
  if (flags.permuteTies) words.push("--permute-ties");
  if (flags.smallestLead !== undefined) words.push(`--smallest-lead=${flags.smallestLead}`);
  if (flags.baseline !== undefined) words.push(`--baseline=${flags.baseline}`);
  for (const guard of flags.maxRegression ?? []) words.push(`--max-regression=${guard}`);
  if (flags.allMetrics) words.push("--all-metrics");
  if (flags.recordRuns !== undefined) words.push(`--record-runs=${flags.recordRuns}`);
  return commandLine([...words, ...scenarioWords(flags)]);
}

/** What decides how scenarios are run. */
function scenarioWords(flags: ScenarioFlagTexts): string[] {
  const words: string[] = [];
  for (const allocator of flags.allocator ?? []) words.push(`--allocator=${allocator}`);
  for (const param of flags.param ?? []) words.push("--param", param);
  for (const set of flags.set ?? []) words.push("--set", set);
  words.push(...loadingWords(flags));
  for (const name of SELECTORS) if (flags[name] !== undefined) words.push(`${flagOf(name)}=${flags[name]}`);
  if (flags.luaEngine !== undefined) words.push(`--lua-engine=${flags.luaEngine}`);
  words.push(...limitWords(flags));
  if (flags.scenarioLimit !== undefined) words.push(`--scenario-limit=${flags.scenarioLimit}`);
  return words;
}

function limitWords(flags: ScenarioFlagTexts): string[] {
  return Object.entries(LIMIT_FLAGS).flatMap(([name, flag]) => {
    const text = flags[name as keyof LimitFlagTexts];
    return text === undefined ? [] : [`${flag}=${text}`];
  });
}

/** The flags that decide which modules there are. */
export function loadingWords(flags: ModuleFlagTexts): string[] {
  const given = (["modules", "modulesDir", "mesosVersion"] as const).flatMap((name) => {
    const text = flags[name];
    return text === undefined ? [] : [`${flagOf(name)}=${text}`];
  });
  return [...given, ...(flags.kindVersion ?? []).map((text) => `--kind-version=${text}`)];
}

/** Words as a POSIX shell takes them. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** As a POSIX shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
