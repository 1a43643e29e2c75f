import { NO_DECISIONS } from "../../allocator/decisions.js";
import { AllocatorFailure } from "../../allocator/failure.js";
import type { AllocatorSession } from "../../allocator/session.js";
import { randomStream } from "../../base/random.js";
import { JournalWriter } from "../../journal/journal-writer.js";
import { BATTERY_OPTIONS } from "./battery-cluster.js";
import { RandomHistory, type Turnover } from "./random-history.js";

/** What was wrong with an allocator in a history, and the journal that leads there. */
export interface Finding {
  readonly message: string;
  readonly operations: number;
  readonly journal: string;
}

/**
 * Plays a history from its numbers, up to the first step in which the allocator raises an error or decides something
 * illegal.
 *
 * @throws AllocatorFailure when the allocator's virtual machine has ended it
 */
export function playHistory(
  session: AllocatorSession,
  numbers: readonly number[],
  turnover: Turnover,
  seed: number,
): Finding | null {
  const history = new RandomHistory(session, turnover);
  try {
    for (const number of numbers) history.step(number);
    return null;
  } catch (error) {
    if (!(error instanceof AllocatorFailure) || !isRule(error)) throw error;
    return { message: error.message, operations: history.steps.length + 1, journal: journalOf(history, seed) };
  }
}

/** An error of the allocator's own or an illegal decision: all else ends the virtual machine. */
function isRule({ kind }: AllocatorFailure): boolean {
  return kind === "threw" || kind === "illegalDecision";
}

/** The last operation stands there without decisions: those that it caused are what is wrong. */
function journalOf({ session, steps, t, current }: RandomHistory, seed: number): string {
  let text = "";
  const header = { source: "workbench test", seed, options: BATTERY_OPTIONS, isSummary: false };
  const writer = new JournalWriter(session.ledger.directory, {
    header,
    sink: (piece) => {
      text += piece;
    },
  });
  for (const step of steps) writer.record(step.t, step.operation, step.decisions);
  if (current !== null) writer.record(t, current, NO_DECISIONS);
  writer.finish();
  return text;
}

/** The numbers of a history that is not to be made shorter. */
export function historyNumbers(seed: number, name: string, count: number): number[] {
  const random = randomStream(seed, name);
  return Array.from({ length: count }, () => Math.floor(random() * 2 ** 32));
}
