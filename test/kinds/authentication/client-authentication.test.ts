import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../src/base/random.js";
import { MICROS_PER_SECOND, type Micros } from "../../../src/base/time.js";
import { AttemptTimeouts } from "../../../src/kinds/authentication/attempt-timeouts.js";
import type { Authenticatee } from "../../../src/kinds/authentication/authenticatee.js";
import { DEFAULT_AUTHENTICATION_LIMITS } from "../../../src/kinds/authentication/authentication-limits.js";
import type { SessionHost } from "../../../src/kinds/authentication/authentication-session.js";
import { ClientAuthentication } from "../../../src/kinds/authentication/client-authentication.js";
import { IDLE_SESSION } from "../../../src/kinds/authentication/idle-session.js";
import { DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { ANN } from "./exchange-fixture.js";
import { VirtualTimer } from "./virtual-timer.js";

/** Maxima of the first attempts of a client, in seconds (U9). */
const MAXIMA = [7, 9, 13, 21, 37, 60, 60, 60];

/** An authenticatee by hand: each attempt is kept, and answered when the test says so. */
class HandAuthenticatee implements Authenticatee {
  readonly attempts: { readonly at: Micros; readonly host: SessionHost<boolean> }[] = [];
  readonly #timer: VirtualTimer;
  readonly #answer: (host: SessionHost<boolean>) => void;

  constructor(timer: VirtualTimer, answer: (host: SessionHost<boolean>) => void = () => {}) {
    this.#timer = timer;
    this.#answer = answer;
  }

  authenticate(_client: string, _credential: unknown, host: SessionHost<boolean>) {
    this.attempts.push({ at: this.#timer.now, host });
    this.#answer(host);
    return IDLE_SESSION;
  }
}

/** @param drawn instead of the seeded numbers, always the same one */
function clientOf(seed = 7, answer?: (host: SessionHost<boolean>) => void, drawn?: number) {
  const timer = new VirtualTimer();
  const authenticatee = new HandAuthenticatee(timer, answer);
  const heard: string[] = [];
  const random = drawn === undefined ? randomStream(seed, "timeouts") : () => drawn;
  const timeouts = new AttemptTimeouts(DEFAULT_AUTHENTICATION_LIMITS, random);
  const loop = new ClientAuthentication(
    { client: "agent-1", credential: ANN, authenticatee },
    {
      timer,
      timeouts,
      connect: () => () => {},
      accepted: () => heard.push("accepted"),
      refused: () => heard.push("refused"),
      failed: (why) => heard.push(why),
    },
  );
  const last = () => authenticatee.attempts.at(-1)?.host as SessionHost<boolean>;
  return { timer, loop, heard, attempts: authenticatee.attempts, last };
}

function gaps(attempts: readonly { readonly at: Micros }[]): number[] {
  return attempts.slice(1).map(({ at }, i) => (at - (attempts[i] as { at: Micros }).at) / MICROS_PER_SECOND);
}

describe("the time that a client gives its attempts (U9)", () => {
  it("is at most 7, 9, 13, 21, 37 and then 60 seconds, until the client starts afresh", () => {
    const timeouts = new AttemptTimeouts(DEFAULT_AUTHENTICATION_LIMITS, () => 0);
    const maxima = MAXIMA.map(() => {
      const { max } = timeouts;
      timeouts.afterFailure();
      return max / MICROS_PER_SECOND;
    });
    expect(maxima).toEqual(MAXIMA);
    timeouts.reset();
    expect(timeouts.max).toBe(7 * MICROS_PER_SECOND);
  });

  it("is drawn from the whole range, minimum and maximum included", () => {
    const low = new AttemptTimeouts(DEFAULT_AUTHENTICATION_LIMITS, () => 0);
    const high = new AttemptTimeouts(DEFAULT_AUTHENTICATION_LIMITS, () => 1 - Number.EPSILON);
    expect([low.draw(), high.draw()]).toEqual([5 * MICROS_PER_SECOND, 7 * MICROS_PER_SECOND]);
  });

  it("never passes the cap, even when that is below the first maximum", () => {
    const limits = { ...DEFAULT_AUTHENTICATION_LIMITS, timeoutMax: 6 * MICROS_PER_SECOND };
    expect(new AttemptTimeouts(limits, () => 0).max).toBe(6 * MICROS_PER_SECOND);
  });
});

describe("a client that nobody answers (U9)", () => {
  it("waits for each attempt between the minimum and that attempt's maximum", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { timer, loop, attempts } = clientOf(seed);
        loop.start();
        timer.runUntil(600);
        const waits = gaps(attempts);
        expect(waits.length).toBeGreaterThan(7);
        for (const [i, wait] of waits.entries()) {
          expect(wait).toBeGreaterThanOrEqual(5);
          expect(wait).toBeLessThanOrEqual(MAXIMA[i] ?? 60);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("tries at the same times in every run of a seed, and at others with another seed", () => {
    const times = (seed: number) => {
      const { timer, loop, attempts } = clientOf(seed);
      loop.start();
      timer.runUntil(120);
      return gaps(attempts);
    };
    expect(times(7)).toEqual(times(7));
    expect(times(7)).not.toEqual(times(8));
  });

  it("ignores what an attempt says after it was given up", () => {
    const { timer, loop, heard, attempts } = clientOf();
    loop.start();
    timer.runUntil(8);
    expect(attempts).toHaveLength(2);
    attempts[0]?.host.complete(ready(true));
    expect([loop.isAuthenticated, heard]).toEqual([false, ["authentication discarded"]]);
    attempts[1]?.host.complete(ready(true));
    expect([loop.isAuthenticated, heard.at(-1)]).toEqual([true, "accepted"]);
  });
});

describe("a client whose attempt is answered (U9)", () => {
  it("registers after a success, and tries no more", () => {
    const { timer, loop, heard, attempts, last } = clientOf();
    loop.start();
    last().complete(ready(true));
    timer.runUntil(600);
    expect([heard, attempts.length, loop.isAuthenticated, timer.pending]).toEqual([["accepted"], 1, true, 0]);
  });

  it("gives up after a refusal, also when a new master comes", () => {
    const { timer, loop, heard, attempts, last } = clientOf();
    loop.start();
    last().complete(ready(false));
    loop.masterDetected();
    timer.runUntil(600);
    expect([heard, attempts.length, loop.isRunning, timer.pending]).toEqual([["refused"], 1, false, 0]);
  });

  it.each([
    ["a failure", failed("busy"), "busy"],
    ["a discard", DISCARDED, "the attempt was discarded"],
  ] as const)("tries again at once after %s that took some time", (_name, outcome, why) => {
    const { timer, loop, heard, attempts, last } = clientOf();
    loop.start();
    timer.runUntil(3);
    last().complete(outcome);
    timer.settle();
    expect(gaps(attempts)).toEqual([3]);
    expect(heard).toEqual([why]);
  });

  it("lets its time pass before it repeats an attempt that failed in the moment in which it began", () => {
    const { timer, loop, attempts } = clientOf(7, (host) => host.complete(failed("busy")));
    loop.start();
    timer.runUntil(300);
    const waits = gaps(attempts);
    expect(waits.length).toBeGreaterThan(4);
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(5);
      expect(wait).toBeLessThanOrEqual(MAXIMA[i] ?? 60);
    }
  });
});

describe("a client that meets a new master (U9)", () => {
  it("discards the attempt under way and tries again at once, with the wider range", () => {
    const { timer, loop, heard, attempts } = clientOf();
    loop.start();
    timer.runUntil(2);
    loop.masterDetected();
    expect([gaps(attempts), heard]).toEqual([[2], ["authentication discarded"]]);
    timer.runUntil(12);
    expect(gaps(attempts)[1]).toBeLessThanOrEqual(9);
  });

  it("begins with the narrow range again when it had been authenticated, and when it starts afresh", () => {
    for (const restart of ["masterDetected", "exited"] as const) {
      const { timer, loop, attempts, last } = clientOf(7, undefined, 1 - Number.EPSILON);
      loop.start();
      timer.runUntil(30);
      expect(gaps(attempts)).toEqual([7, 9, 13]);
      last().complete(ready(true));
      loop[restart]();
      loop.start();
      timer.runUntil(50);
      expect(gaps(attempts).slice(3)).toEqual([1, 7, 9]);
    }
  });

  it("does not wait for the end of a failed attempt's time", () => {
    const { timer, loop, attempts, last } = clientOf();
    loop.start();
    last().complete(failed("busy"));
    timer.runUntil(1);
    loop.masterDetected();
    expect(gaps(attempts)).toEqual([1]);
    timer.runUntil(4);
    expect(attempts).toHaveLength(2);
  });

  it("authenticates anew when it had done so with the old one", () => {
    const { timer, loop, attempts, last } = clientOf();
    loop.start();
    last().complete(ready(true));
    timer.runUntil(100);
    loop.masterDetected();
    expect([gaps(attempts), loop.isAuthenticated]).toEqual([[100], false]);
  });

  it("does nothing when it is not running", () => {
    const { timer, loop, attempts } = clientOf();
    loop.masterDetected();
    loop.start();
    loop.exited();
    loop.masterDetected();
    timer.runUntil(100);
    expect([attempts.length, timer.pending]).toEqual([1, 0]);
  });

  it("stays gone when the news of its discarded attempt is what ends it", () => {
    const timer = new VirtualTimer();
    const authenticatee = new HandAuthenticatee(timer);
    const loop: ClientAuthentication = new ClientAuthentication(
      { client: "agent-1", credential: ANN, authenticatee },
      {
        timer,
        timeouts: new AttemptTimeouts(DEFAULT_AUTHENTICATION_LIMITS, () => 0),
        connect: () => () => {},
        accepted: () => {},
        refused: () => {},
        failed: () => loop.exited(),
      },
    );
    loop.start();
    loop.masterDetected();
    timer.runUntil(100);
    expect([authenticatee.attempts.length, loop.isRunning, timer.pending]).toEqual([1, false, 0]);
  });
});
