import type { AllocatorFactory } from "../allocator/allocator.js";
import { AllocatorFailure } from "../allocator/failure.js";
import { BadInput, formatComplaint } from "../base/bad-input.js";
import { differenceText } from "../journal/difference-text.js";
import { type Replay, replayFile } from "../journal/replay.js";
import type { RunFailure } from "../run/run-failure.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";

export interface ReplayOptions {
  readonly journals: readonly string[];
  /** Names as in `--allocator`; every journal is fed to each. */
  readonly allocators: readonly string[];
  readonly json: boolean;
  /** Only what went wrong is printed, and that on stderr. */
  readonly quiet: boolean;
  /** Stack traces of broken allocators. */
  readonly debug: boolean;
}

export type ReplayOutcome =
  | { readonly kind: "answered"; readonly answer: Replay }
  | { readonly kind: "failed"; readonly failure: RunFailure }
  /** The machine lacks what the allocator needs. */
  | { readonly kind: "skipped"; readonly reason: string };

/**
 * Feeds one journal to one allocator; foreign code does that in a process of its own.
 * @throws BadInput when the journal, or the allocator before it ran, is refused
 */
export type ReplayOne = (file: string, allocator: string) => Promise<ReplayOutcome>;

/** Replays in this process: for built-in allocators. */
export function replayInProcess(createAllocator: (name: string) => AllocatorFactory): ReplayOne {
  return async (file, allocator) => {
    try {
      return { kind: "answered", answer: await replayFile(file, createAllocator(allocator)) };
    } catch (error) {
      if (!(error instanceof AllocatorFailure)) throw error;
      const { kind, message, cycle, frames, stack } = error;
      return { kind: "failed", failure: { kind, message, cycle, frames, stack: stack ?? null } };
    }
  };
}

type Outcome = ReplayOutcome | { readonly kind: "refused"; readonly refusal: BadInput };

interface Row {
  readonly file: string;
  readonly allocator: string;
  readonly outcome: Outcome;
}

/** `workbench replay JOURNAL...`: one refused journal or broken allocator does not keep the others from running. */
export async function runReplay(
  options: ReplayOptions,
  console: Pick<Console, "result" | "note" | "details">,
  replayOne: ReplayOne,
): Promise<ExitCode> {
  const rows: Row[] = [];
  for (const file of options.journals) {
    for (const allocator of options.allocators) {
      const row = { file, allocator, outcome: await outcomeOf(() => replayOne(file, allocator)) };
      rows.push(row);
      tellTrouble(row, options, console);
      if (!options.json) tellResult(row, options, console);
    }
  }
  if (options.json) console.result(`${JSON.stringify({ journals: rows.map(toDocument) }, null, 2)}\n`);
  return exitCode(rows);
}

async function outcomeOf(replay: () => Promise<ReplayOutcome>): Promise<Outcome> {
  try {
    return await replay();
  } catch (error) {
    if (error instanceof BadInput) return { kind: "refused", refusal: error };
    throw error;
  }
}

/** Errors go to stderr, one line each. */
function tellTrouble(
  { file, allocator, outcome }: Row,
  { debug }: ReplayOptions,
  console: Pick<Console, "note" | "details">,
): void {
  if (outcome.kind === "refused") for (const found of outcome.refusal.complaints) console.note(formatComplaint(found));
  if (outcome.kind !== "failed") return;
  console.note(`${file}: ${allocator}: ${failureText(outcome.failure)}`);
  for (const frame of outcome.failure.frames) console.details(`  at ${frame}`);
  if (debug && outcome.failure.stack !== null) console.details(outcome.failure.stack);
}

function tellResult(
  { file, allocator, outcome }: Row,
  { quiet, allocators }: ReplayOptions,
  console: Pick<Console, "result" | "details">,
): void {
  const name = allocators.length === 1 ? file : `${file} (${allocator})`;
  if (outcome.kind === "skipped" && !quiet) console.result(`${name}: skipped: ${outcome.reason}\n`);
  if (outcome.kind !== "answered") return;
  const { firstDifference } = outcome.answer;
  if (firstDifference === null) {
    if (!quiet) console.result(`${name}: identical: ${countsText(outcome.answer)}\n${survivalText(outcome.answer)}`);
    return;
  }
  const text = `${name}: different\n${differenceText(firstDifference)}`;
  if (quiet) console.details(text);
  else console.result(`${text}\n`);
}

/** Where the journal ends in a failure, and this allocator did not fail. */
function survivalText({ survived }: Replay): string {
  return survived === null ? "" : `  the call that failed then is answered now (then: ${failureText(survived)})\n`;
}

function countsText({ operations, offers, timing }: Replay): string {
  const { count, p95 } = timing.allocateMs;
  const cycles = p95 === null ? "no cycle" : `${count} cycles, p95 ${p95.toFixed(2)} ms`;
  return `${operations} operations, ${offers} offers, ${timing.totalMs.toFixed(1)} ms (${cycles})`;
}

function failureText({ kind, message, cycle }: Pick<RunFailure, "kind" | "message" | "cycle">): string {
  return `${kind}${cycle === null ? "" : ` in cycle ${cycle}`}: ${message}`;
}

const NO_TIMING: Replay["timing"] = { totalMs: 0, allocateMs: { count: 0, p50: null, p95: null, max: null } };

/** A row of `replay --json` (contract, section 1). */
function toDocument({ file, allocator, outcome }: Row): object {
  if (outcome.kind === "answered") {
    const { identical, operations, offers, firstDifference, survived, timing } = outcome.answer;
    const answer = { file, allocator, identical, operations, offers, error: null, firstDifference, timing };
    return survived === null ? answer : { ...answer, survived };
  }
  const nothing = { file, allocator, identical: false, operations: 0, offers: 0 };
  const rest = { firstDifference: null, timing: NO_TIMING };
  switch (outcome.kind) {
    case "refused":
      return { ...nothing, error: outcome.refusal.complaints.map(formatComplaint).join("\n"), ...rest };
    case "failed": {
      const { kind, message, cycle } = outcome.failure;
      return { ...nothing, error: failureText(outcome.failure), ...rest, failure: { kind, message, cycle } };
    }
    case "skipped":
      return { ...nothing, error: null, ...rest, skipped: outcome.reason };
  }
}

/** A refused journal goes before a broken allocator, that before a difference. */
function exitCode(rows: readonly Row[]): ExitCode {
  const kinds = new Set(rows.map((row) => row.outcome.kind));
  if (kinds.has("refused")) return EXIT.badInput;
  if (kinds.has("failed")) return EXIT.failed;
  const isDifferent = rows.some(({ outcome }) => outcome.kind === "answered" && !outcome.answer.identical);
  return isDifferent ? EXIT.notHeld : EXIT.held;
}
