import type { RunLimits } from "../scenario/scenario.js";
import type { FlightRecord } from "./flight-record.js";

export type Breach = { readonly kind: "timedOut" | "outOfMemory"; readonly message: string };

/** How much later than the time limit a process is killed: a language that stops its own guests in time can say where they were. */
export interface Grace {
  readonly callMs: number;
  /** Loading includes the start of the language's virtual machine, which is not the guest's doing. */
  readonly loadingMs: number;
}

export const NO_GRACE: Grace = { callMs: 0, loadingMs: 0 };

/** Scripts are stopped from within, with their file and line; the process is killed only when that did not work, even on a busy machine. */
export const SCRIPT_GRACE: Grace = { callMs: 2_000, loadingMs: 10_000 };

/** Python takes a second or two to start, and ten times as long where other work waits for the processor. */
export const PYTHON_GRACE: Grace = { ...SCRIPT_GRACE, loadingMs: 60_000 };

/** Judges a run's process by what it shows from outside. Pure but for what it remembers of the open call. */
export class LimitWatch {
  readonly #limits: RunLimits;
  readonly #grace: Grace;
  readonly #startMs: number;
  #open: { readonly phase: string; readonly call: number; readonly sinceMs: number } | null = null;

  /** @param startMs when the process was started */
  constructor(limits: RunLimits, grace: Grace, startMs: number) {
    this.#limits = limits;
    this.#grace = grace;
    this.#startMs = startMs;
  }

  /** @param residentBytes null where the system does not tell */
  observe(nowMs: number, record: FlightRecord, residentBytes: number | null): Breach | null {
    return this.#overTime(nowMs, record) ?? this.#overRunTime(nowMs) ?? this.#overMemory(residentBytes);
  }

  /** Judges what native code has printed in its call so far. */
  printed(bytes: number): Breach | null {
    const { outputBytes } = this.#limits;
    if (outputBytes === null || bytes <= outputBytes) return null;
    return { kind: "outOfMemory", message: `more than ${outputBytes} bytes of output in one call` };
  }

  #overRunTime(nowMs: number): Breach | null {
    const { runMs } = this.#limits;
    if (runMs === null || nowMs - this.#startMs <= runMs) return null;
    return { kind: "timedOut", message: `the run has not ended within ${runMs} ms` };
  }

  #overTime(nowMs: number, { phase, call, inCall }: FlightRecord): Breach | null {
    if (!inCall && phase !== "loading") {
      this.#open = null;
      return null;
    }
    if (this.#open === null || this.#open.phase !== phase || this.#open.call !== call) {
      this.#open = { phase, call, sinceMs: nowMs };
    }
    const { callMs } = this.#limits;
    const grace = phase === "loading" ? this.#grace.loadingMs : this.#grace.callMs;
    if (callMs === null || nowMs - this.#open.sinceMs <= callMs + grace) return null;
    return { kind: "timedOut", message: `no answer within ${callMs} ms${phase === "loading" ? " while loading" : ""}` };
  }

  #overMemory(residentBytes: number | null): Breach | null {
    const { memoryBytes } = this.#limits;
    if (memoryBytes === null || residentBytes === null || residentBytes <= memoryBytes) return null;
    return { kind: "outOfMemory", message: outOfMemory(this.#limits) };
  }
}

export function outOfMemory({ memoryBytes }: RunLimits): string {
  const limit = memoryBytes === null ? "this machine has" : `${Math.floor(memoryBytes / 1024 ** 2)} MiB`;
  return `the run needs more memory than ${limit}`;
}
