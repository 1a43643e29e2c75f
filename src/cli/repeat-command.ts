import { SELECTORS } from "../run/modules/given-selection.js";
import { flagOf } from "./module-flags.js";
import type { RunFlagTexts } from "./run-flags.js";

/** The command that gives the same result again: everything that it depends on, the seed spelled out. */
export function repeatCommand(scenario: string, seed: number, flags: RunFlagTexts): string {
  const words = ["workbench", "run", scenario, `--seed=${seed}`];
  for (const allocator of flags.allocator ?? []) words.push(`--allocator=${allocator}`);
  for (const param of flags.param ?? []) words.push("--param", param);
  for (const set of flags.set ?? []) words.push("--set", set);
  words.push(...moduleWords(flags));
  if (flags.luaEngine !== undefined) words.push(`--lua-engine=${flags.luaEngine}`);
  if (flags.callTimeout !== undefined) words.push(`--call-timeout=${flags.callTimeout}`);
  if (flags.memoryLimit !== undefined) words.push(`--memory-limit=${flags.memoryLimit}`);
  if (flags.scenarioLimit !== undefined) words.push(`--scenario-limit=${flags.scenarioLimit}`);
  return words.map(quoted).join(" ");
}

function moduleWords(flags: RunFlagTexts): string[] {
  const given = (["modules", "modulesDir", "mesosVersion", ...SELECTORS] as const).flatMap((name) => {
    const text = flags[name];
    return text === undefined ? [] : [`${flagOf(name)}=${text}`];
  });
  return [...given, ...(flags.kindVersion ?? []).map((text) => `--kind-version=${text}`)];
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
