import { SELECTORS } from "../run/modules/given-selection.js";
import { LIMIT_FLAGS, type LimitFlagTexts } from "./limit-flags.js";
import { flagOf, type ModuleFlagTexts } from "./module-flags.js";
import type { RunFlagTexts } from "./run-flags.js";

/** The command that gives the same result again: everything that it depends on, the seed spelled out. */
export function repeatCommand(scenario: string, seed: number, flags: RunFlagTexts): string {
  const words = ["workbench", "run", scenario, `--seed=${seed}`];
  for (const allocator of flags.allocator ?? []) words.push(`--allocator=${allocator}`);
  for (const param of flags.param ?? []) words.push("--param", param);
  for (const set of flags.set ?? []) words.push("--set", set);
  words.push(...loadingWords(flags));
  for (const name of SELECTORS) if (flags[name] !== undefined) words.push(`${flagOf(name)}=${flags[name]}`);
  if (flags.luaEngine !== undefined) words.push(`--lua-engine=${flags.luaEngine}`);
  words.push(...limitWords(flags));
  if (flags.scenarioLimit !== undefined) words.push(`--scenario-limit=${flags.scenarioLimit}`);
  return commandLine(words);
}

function limitWords(flags: RunFlagTexts): string[] {
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

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
