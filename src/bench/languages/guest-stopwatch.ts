import { wallMs } from "../../base/stopwatch.js";
import type { Guest, GuestResourceKey, GuestSetup } from "../../runtimes/guest.js";

export const BEGIN_MARK = "bench: begin";
export const END_MARK = "bench: end";

/** What marked C code reports of itself, in milliseconds. */
export const SCRIPT_METRIC = "bench.scriptMs";

/** Times the calls of a guest from outside, and of a marked one what lies between its marks. */
export class GuestStopwatch {
  /** Of the last call, milliseconds: all of it, and what lies between the marks. */
  overMs = 0;
  scriptMs = 0;
  /** Numbers that crossed. */
  inputLength = 0;
  outputLength = 0;
  #begunAt = 0;

  /** @returns the same guest, timed */
  over(guest: Guest): Guest {
    return {
      setup: (setup: GuestSetup) => guest.setup(setup),
      addResourceKeys: (keys: readonly GuestResourceKey[]) => guest.addResourceKeys(keys),
      takeTexts: () => guest.takeTexts(),
      decide: (input) => {
        this.inputLength = input.length;
        const startedAt = wallMs();
        const output = guest.decide(input);
        this.overMs = wallMs() - startedAt;
        this.outputLength = output.length;
        return output;
      },
      close: () => guest.close(),
    };
  }

  /** Takes what a guest prints. */
  readonly print = (line: string): void => {
    if (line === BEGIN_MARK) this.#begunAt = wallMs();
    if (line === END_MARK) this.scriptMs = wallMs() - this.#begunAt;
  };
}
