import { median } from "d3-array";
import type { AllocatorFactory } from "../allocator/allocator.js";
import { allocatorOptions } from "../allocator/allocator-options.js";
import type { Offer } from "../allocator/decisions.js";
import { LedgerError } from "../allocator/ledger.js";
import type { Operation } from "../allocator/operations.js";
import { AllocatorSession } from "../allocator/session.js";
import type { Micros } from "../base/time.js";
import { type Journal, readJournal } from "../journal/read-journal.js";
import { type Times, timesOf } from "./times.js";

/** A journal that is fed to an allocator over and over, each time to a fresh one, in one process. */
export interface RecordedRun {
  readonly operations: number;
  /** Batch cycles. */
  readonly cycles: number;
  readonly offers: number;
  /** Whether each operation caused as many offers as are recorded, in each pass. */
  readonly identical: boolean;
  /** In order; the first one ran before anything was compiled. */
  readonly passes: readonly PassFigures[];
}

/** Of the allocator's own calls: reading, booking and comparing are not counted. */
export interface PassFigures {
  readonly totalMs: number;
  /** Of the batch cycles, what happened since the one before included. */
  readonly cycleMs: Times | null;
  /** The median of the last ten cycles; null unless they offered nothing, because everybody has declined everything. */
  readonly saturatedMs: number | null;
}

const SATURATED_CYCLES = 10;

/**
 * @throws BadInput when the journal is refused
 * @throws AllocatorFailure
 */
export async function runRecorded(
  file: string,
  passes: number,
  createAllocator: AllocatorFactory,
): Promise<RecordedRun> {
  const journal = readJournal(file);
  const done: Pass[] = [];
  for (let pass = 0; pass < passes; pass++) done.push(await runPass(journal, createAllocator));
  return {
    operations: journal.lines.length,
    cycles: journal.lines.filter(({ operation }) => operation.op === "allocate").length,
    offers: journal.lines.reduce((sum, line) => sum + line.offerCount, 0),
    identical: done.every((pass) => pass.identical),
    passes: done.map((pass) => pass.figures),
  };
}

interface Pass {
  readonly identical: boolean;
  readonly figures: PassFigures;
}

async function runPass({ directory, header, lines }: Journal, createAllocator: AllocatorFactory): Promise<Pass> {
  const options = allocatorOptions(header.options, directory.resourceKeys);
  const allocator = await createAllocator({ directory, options, parameters: {}, seed: header.seed ?? 0 });
  const session = new AllocatorSession(allocator, directory, options, { enter() {}, leave() {} });
  const cycles: { readonly ms: number; readonly offers: number }[] = [];
  let identical = true;
  let totalMs = 0;
  for (const { t, operation, offerCount } of lines) {
    const before = session.cycles;
    const offers = offersOf(session, t, operation);
    if (offers === undefined) {
      identical = false;
      break;
    }
    identical &&= offers.length === offerCount;
    if (session.cycles === before) continue;
    totalMs += session.lastCycleMs;
    if (operation.op === "allocate") cycles.push({ ms: session.lastCycleMs, offers: offers.length });
  }
  session.close();
  const last = cycles.slice(-SATURATED_CYCLES);
  const isSaturated = last.length === SATURATED_CYCLES && last.every(({ offers }) => offers === 0);
  const saturatedMs = isSaturated ? (median(last, ({ ms }) => ms) as number) : null;
  return { identical, figures: { totalMs, cycleMs: timesOf(cycles.map(({ ms }) => ms)), saturatedMs } };
}

/** @returns undefined when the operation answers an offer that the allocator did not make */
function offersOf(session: AllocatorSession, t: Micros, operation: Operation): readonly Offer[] | undefined {
  try {
    return session.submit(t, operation).offers;
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

/** Figure by figure; null without any pass. */
export function medianOf(passes: readonly PassFigures[]): PassFigures | null {
  if (passes.length === 0) return null;
  const middle = (of: (pass: PassFigures) => number | null | undefined) => median(passes, of) ?? null;
  const count = passes[0]?.cycleMs?.count ?? 0;
  const [p50, p95, max] = (["p50", "p95", "max"] as const).map((key) => middle(({ cycleMs }) => cycleMs?.[key]));
  return {
    totalMs: middle((pass) => pass.totalMs) as number,
    cycleMs: count === 0 ? null : { count, p50: p50 as number, p95: p95 as number, max: max as number },
    saturatedMs: middle((pass) => pass.saturatedMs),
  };
}
