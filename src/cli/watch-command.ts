import { existsSync } from "node:fs";
import { BadInput, formatComplaint } from "../base/bad-input.js";
import { changesText } from "../report/run-changes.js";
import { decisionChange } from "../run/decision-change.js";
import { displayPath } from "../run/display-path.js";
import { ScratchFile } from "../run/scratch-file.js";
import type { Console } from "./console.js";
import { FileWatch } from "./file-watch.js";
import { type RunFlagTexts, readRunFlags } from "./run-flags.js";
import { type Ran, runOnce } from "./run-once.js";
import { watchedFiles } from "./watched-files.js";

/** A run, with what its rows decided. */
interface Kept {
  readonly number: number;
  readonly ran: Ran;
  readonly trails: ReadonlyMap<string, ScratchFile>;
}

/**
 * `workbench run SCENARIO --watch`: never ends by itself.
 * @throws BadInput when the flags are wrong, or there is no scenario
 */
export async function watchCommand(file: string, texts: RunFlagTexts, console: Console): Promise<never> {
  refuseJson(texts);
  readRunFlags(texts);
  const watch = new FileWatch((message) => console.note(`the files cannot be watched: ${message}`));
  try {
    return await runForEver(file, texts, console, watch);
  } finally {
    // Only when there is nothing to be run: what is watched keeps the program going.
    await watch.close();
  }
}

async function runForEver(file: string, texts: RunFlagTexts, console: Console, watch: FileWatch): Promise<never> {
  let kept: Kept | null = null;
  let files = watchedFiles(file, texts, null);
  for (let number = 1; ; number++) {
    await watch.follow(files);
    const run = await attempt(number, { file, texts, console, watch });
    if (run !== null) {
      files = watchedFiles(file, texts, run.ran);
      await watch.follow(files);
      if (kept !== null && texts.quiet !== true) tellChanges(kept, run, console);
      kept = replaced(kept, run);
    }
    if (texts.quiet !== true)
      console.note(
        `waiting for ${watch.count === 1 ? "the file" : `one of ${watch.count} files`} to be saved; Ctrl-C ends`,
      );
    const saved = await watch.saved();
    if (texts.quiet !== true) console.result(`\n--- run ${number + 1}: ${namesOf(saved)} saved\n\n`);
  }
}

function refuseJson({ json }: RunFlagTexts): void {
  if (json !== true) return;
  const rule = "--json prints one document, and --watch prints one after the other";
  throw new BadInput([{ place: "--watch", rule, nextStep: "give one of the two" }]);
}

interface Attempt {
  readonly file: string;
  readonly texts: RunFlagTexts;
  readonly console: Console;
  readonly watch: FileWatch;
}

/** Runs once. @returns null when it came to nothing: something was wrong with a file, or one was saved meanwhile */
async function attempt(number: number, { file, texts, console, watch }: Attempt): Promise<Kept | null> {
  const cancelling = new AbortController();
  const forget = watch.onSave(() => cancelling.abort());
  const trails = new Map<string, ScratchFile>();
  const kept = (labels: readonly string[]) => {
    for (const label of labels) trails.set(label, new ScratchFile());
    return trails;
  };
  try {
    const ran = await runOnce(file, texts, console, { trails: kept, signal: cancelling.signal });
    return { number, ran, trails };
  } catch (error) {
    for (const trail of trails.values()) trail.close();
    if (cancelling.signal.aborted) return null;
    if (!(error instanceof BadInput) || (number === 1 && !existsSync(file))) throw error;
    for (const complaint of error.complaints) console.note(formatComplaint(complaint));
    return null;
  } finally {
    forget();
  }
}

function tellChanges(before: Kept, after: Kept, console: Console): void {
  const labels = [...after.trails.keys()];
  const fd = ({ trails }: Kept, label: string) => trails.get(label)?.fd ?? null;
  const decisions = new Map(labels.map((label) => [label, decisionChange(fd(before, label), fd(after, label))]));
  const { asked, document } = after.ran;
  const text = changesText(before.ran.document, document, { width: console.width, asked, decisions });
  console.result(`\nagainst run ${before.number}\n${text}`);
}

/** The trails of two runs are kept at most. */
function replaced(before: Kept | null, after: Kept): Kept {
  for (const trail of before?.trails.values() ?? []) trail.close();
  return after;
}

const MOST_NAMED = 3;

function namesOf(files: readonly string[]): string {
  const names = files.map(displayPath).sort();
  if (names.length <= MOST_NAMED) return names.join(", ");
  return `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`;
}
