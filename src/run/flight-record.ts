import { readSync, writeSync } from "node:fs";
import type { CallMonitor } from "../allocator/operation-sink.js";
import type { Micros } from "../base/time.js";

/** What a run's process is at: `loading` and calls (`inCall`) are the allocator's own doing, and limited. */
export type RunPhase = "starting" | "loading" | "running" | "closing";

export const RUN_PHASES: readonly RunPhase[] = ["starting", "loading", "running", "closing"];

/** The last thing a process said of itself. It outlives the process: that is how a crash is placed. */
export interface FlightRecord {
  readonly phase: RunPhase;
  /** How often the allocator was asked. */
  readonly cycle: number;
  readonly inCall: boolean;
  /** Whether the call is one of the allocator. */
  readonly inCycle: boolean;
  /** Virtual time of the last call. */
  readonly t: Micros;
  /** Number of the last call, of the allocator or of another module. */
  readonly call: number;
}

/** In whose call a process is. */
const CALL = { none: 0, allocator: 1, module: 2 };

const FIELDS = 5;
const BYTES = FIELDS * Float64Array.BYTES_PER_ELEMENT;

/**
 * Writes the record into a file that another process reads, because a process that is stuck in a call, or is dead, cannot
 * answer. One short positional write: about 2 microseconds, and the kernel keeps it whatever happens to the writer.
 */
export class FlightRecorder implements CallMonitor {
  readonly #fd: number;
  readonly #fields = new Float64Array(FIELDS);
  readonly #atEnd: () => void;

  /** @param atEnd called at the end of each call and phase, while it is not over yet */
  constructor(fd: number, atEnd: () => void = () => {}) {
    this.#fd = fd;
    this.#atEnd = atEnd;
  }

  /** What it says now. */
  get record(): FlightRecord {
    return recordIn(this.#fields);
  }

  phase(phase: RunPhase): void {
    this.#atEnd();
    this.#fields[0] = RUN_PHASES.indexOf(phase);
    this.#write();
  }

  enter(cycle: number, t: Micros): void {
    this.#fields[1] = cycle;
    this.#enter(CALL.allocator, t);
  }

  /** A call of a module beside the allocator. */
  enterModule(t: Micros): void {
    this.#enter(CALL.module, t);
  }

  leave(): void {
    this.#atEnd();
    this.#fields[2] = CALL.none;
    this.#write();
  }

  #enter(call: number, t: Micros): void {
    this.#fields[2] = call;
    this.#fields[3] = t;
    this.#fields[4] = (this.#fields[4] as number) + 1;
    this.#write();
  }

  #write(): void {
    writeSync(this.#fd, this.#fields, 0, BYTES, 0);
  }
}

export function readFlightRecord(fd: number): FlightRecord {
  const fields = new Float64Array(FIELDS);
  readSync(fd, fields, 0, BYTES, 0);
  return recordIn(fields);
}

function recordIn(fields: Float64Array): FlightRecord {
  return {
    phase: RUN_PHASES[fields[0] as number] as RunPhase,
    cycle: fields[1] as number,
    inCall: fields[2] !== CALL.none,
    inCycle: fields[2] === CALL.allocator,
    t: fields[3] as number,
    call: fields[4] as number,
  };
}
