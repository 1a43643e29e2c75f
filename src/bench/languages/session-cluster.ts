import { createHash } from "node:crypto";
import type { Allocator, AllocatorContext } from "../../allocator/allocator.js";
import type { Offer } from "../../allocator/decisions.js";
import type { Operation } from "../../allocator/operations.js";
import { AllocatorSession } from "../../allocator/session.js";
import { wallMs } from "../../base/stopwatch.js";
import type { Micros } from "../../base/time.js";
import {
  agentsJoin,
  type DeclineSize,
  declineContext,
  declineDirectory,
  declineOf,
  frameworksJoin,
  INTERVAL,
} from "../decline-cluster.js";
import { GuestStopwatch, SCRIPT_METRIC } from "./guest-stopwatch.js";

/** One cycle, with the declines of the last one's offers before it. */
export interface CycleTimes {
  readonly cycleMs: number;
  readonly callMs: number;
  /** Of that, what the records take from where they are handed over until the answer is back. */
  readonly overMs: number;
  /** Between the marks of a marked guest. */
  readonly scriptMs: number;
  readonly operations: number;
  readonly offers: number;
  /** Numbers that cross. */
  readonly inputLength: number;
  readonly outputLength: number;
}

export type EditionOpener = (context: AllocatorContext, stopwatch: GuestStopwatch) => Promise<Allocator>;

const NOBODY = { enter: () => {}, leave: () => {} };

/** The cluster in which everybody declines everything, behind the host's ledger and checker as in a simulation. */
export class SessionCluster {
  readonly #session: AllocatorSession;
  readonly #stopwatch: GuestStopwatch;
  readonly #joining: readonly Operation[];
  readonly #hash = createHash("sha256");
  #t: Micros = 0;
  #offers: readonly Offer[] = [];

  private constructor(session: AllocatorSession, stopwatch: GuestStopwatch, joining: readonly Operation[]) {
    this.#session = session;
    this.#stopwatch = stopwatch;
    this.#joining = joining;
  }

  static async create(size: DeclineSize, open: EditionOpener): Promise<SessionCluster> {
    const directory = declineDirectory(size);
    const stopwatch = new GuestStopwatch();
    const context: AllocatorContext = {
      ...declineContext(directory),
      onSample: ({ name, value }) => {
        if (name === SCRIPT_METRIC) stopwatch.scriptMs = value;
      },
    };
    const allocator = await open(context, stopwatch);
    const session = new AllocatorSession(allocator, directory, context.options, NOBODY);
    return new SessionCluster(session, stopwatch, [...frameworksJoin(size, directory), ...agentsJoin(size, directory)]);
  }

  /** Everybody joins at one instant, and a first cycle comes of it. */
  join(): void {
    this.#session.submit(this.#t, { op: "pause" });
    for (const operation of this.#joining) this.#session.submit(this.#t, operation);
    this.#session.submit(this.#t, { op: "resume" });
    this.#tick();
  }

  /** Everybody declines, and the interval's timer fires. */
  cycle(): CycleTimes {
    const declines = this.#offers.map(declineOf);
    const startedAt = wallMs();
    for (const decline of declines) this.#session.submit(this.#t, decline);
    this.#tick();
    const cycleMs = wallMs() - startedAt;
    const { overMs, scriptMs, inputLength, outputLength } = this.#stopwatch;
    const { lastCycleMs: callMs } = this.#session;
    const [operations, offers] = [declines.length + 1, this.#offers.length];
    for (const offer of this.#offers) this.#hash.update(JSON.stringify(offer));
    return { cycleMs, callMs, overMs, scriptMs, operations, offers, inputLength, outputLength };
  }

  get decisionsHash(): string {
    return this.#hash.copy().digest("hex");
  }

  close(): void {
    this.#session.close();
  }

  #tick(): void {
    this.#t += INTERVAL;
    this.#offers = this.#session.submit(this.#t, { op: "allocate", wake: false }).offers;
  }
}
