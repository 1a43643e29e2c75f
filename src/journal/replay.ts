import type { AllocatorFactory } from "../allocator/allocator.js";
import { allocatorOptions } from "../allocator/allocator-options.js";
import type { Decisions } from "../allocator/decisions.js";
import { LedgerError } from "../allocator/ledger.js";
import type { CallMonitor } from "../allocator/operation-sink.js";
import { AllocatorSession, sorted } from "../allocator/session.js";
import { BadInput } from "../base/bad-input.js";
import { answeredOffer, type DecisionDifference, decisionDifference, neverOffered } from "./decision-difference.js";
import type { JournalFailure } from "./header-failure.js";
import type { JournalHeader } from "./journal-header.js";
import { type Journal, type JournalLine, readJournal } from "./read-journal.js";
import { ReplayTimer, type ReplayTiming } from "./replay-timer.js";
import { sameDecisions } from "./same-decisions.js";

/** What came of one journal and one allocator. Plain data: may cross to another process. */
export interface Replay {
  readonly identical: boolean;
  /** Operations in the journal. */
  readonly operations: number;
  /** Offers recorded in the journal. */
  readonly offers: number;
  readonly firstDifference: DecisionDifference | null;
  /** The failure that the journal ends with: this allocator has answered the call in which it happened. */
  readonly survived: Pick<JournalFailure, "kind" | "message" | "cycle"> | null;
  readonly timing: ReplayTiming;
}

const NOBODY: CallMonitor = { enter() {}, leave() {} };

/**
 * Feeds a recorded journal to an allocator, and compares what it decides with what is recorded, up to the first
 * difference.
 *
 * @throws BadInput when the journal is refused
 * @throws AllocatorFailure when the allocator breaks or decides something illegal
 */
export async function replayFile(
  file: string,
  createAllocator: AllocatorFactory,
  monitor: CallMonitor = NOBODY,
): Promise<Replay> {
  return replay(readJournal(file), createAllocator, monitor);
}

/** As `replayFile`, of a journal that has been read. */
export async function replay(
  journal: Journal,
  createAllocator: AllocatorFactory,
  monitor: CallMonitor = NOBODY,
): Promise<Replay> {
  const { directory, header, lines } = journal;
  const options = allocatorOptions(header.options, directory.resourceKeys);
  const allocator = await createAllocator({ directory, options, parameters: {}, seed: header.seed ?? 0 });
  const session = new AllocatorSession(allocator, directory, options, monitor);
  const timer = new ReplayTimer();
  try {
    const firstDifference = findDifference(journal, session, timer);
    return {
      identical: firstDifference === null,
      operations: lines.length,
      offers: lines.reduce((sum, line) => sum + line.offerCount, 0),
      firstDifference,
      survived: firstDifference === null ? pastFailure(header) : null,
      timing: timer.timing(),
    };
  } finally {
    session.close();
  }
}

function pastFailure({ failure }: JournalHeader): Replay["survived"] {
  if (failure === undefined) return null;
  const { kind, message, cycle } = failure;
  return { kind, message, cycle };
}

function findDifference(journal: Journal, session: AllocatorSession, timer: ReplayTimer): DecisionDifference | null {
  const { isSummary, failure } = journal.header;
  const unanswered = failure === undefined ? undefined : journal.lines.at(-1);
  for (const line of journal.lines) {
    const cyclesBefore = session.cycles;
    const actual = submit(journal, session, line);
    if (actual === undefined) return neverOffered(journal, line, session.ledger);
    if (session.cycles > cyclesBefore) timer.add(line.operation.op, session.lastCycleMs);
    if (line === unanswered) return null;
    const expected = { ...line, decisions: sorted(line.decisions) };
    const isSame = isSummary ? actual.offers.length === line.offerCount : sameDecisions(expected.decisions, actual);
    if (!isSame) return decisionDifference(journal, expected, actual, session.ledger);
  }
  return null;
}

/**
 * @returns undefined when the operation answers an offer of a summary journal that this allocator did not make
 * @throws BadInput when the operation cannot follow what the journal itself tells
 */
function submit(
  journal: Journal,
  session: AllocatorSession,
  { line, t, operation }: JournalLine,
): Decisions | undefined {
  try {
    return session.submit(t, operation);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (journal.header.isSummary && answeredOffer(operation) !== undefined) return undefined;
    const nextStep = "record the journal again: this line does not follow from those before it";
    throw new BadInput([{ place: `${journal.file}:${line}:1`, value: operation.op, rule: error.message, nextStep }]);
  }
}
