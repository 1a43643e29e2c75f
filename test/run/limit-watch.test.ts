import { describe, expect, test } from "vitest";
import type { FlightRecord } from "../../src/run/flight-record.js";
import { LimitWatch, NO_GRACE } from "../../src/run/limit-watch.js";
import type { RunLimits } from "../../src/scenario/scenario.js";

const MIB = 1024 ** 2;

const LIFTED: RunLimits = {
  callMs: null,
  runMs: null,
  steps: null,
  memoryBytes: null,
  outputBytes: null,
  stackBytes: null,
};

function inCall(cycle: number): FlightRecord {
  return { phase: "running", cycle, inCall: true, inCycle: true, t: 0, call: cycle };
}

const BETWEEN_CALLS: FlightRecord = { phase: "running", cycle: 5, inCall: false, inCycle: false, t: 0, call: 5 };
const LOADING: FlightRecord = { phase: "loading", cycle: 0, inCall: false, inCycle: false, t: 0, call: 0 };

describe("the time limit of a call", () => {
  test("is enforced on a call that stays open", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 1000 }, NO_GRACE, 0);
    expect(watch.observe(0, inCall(5), null)).toBeNull();
    expect(watch.observe(1000, inCall(5), null)).toBeNull();
    expect(watch.observe(1001, inCall(5), null)).toEqual({ kind: "timedOut", message: "no answer within 1000 ms" });
  });

  test("is enforced on loading", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 1000 }, NO_GRACE, 0);
    watch.observe(0, LOADING, null);
    expect(watch.observe(1001, LOADING, null)?.message).toBe("no answer within 1000 ms while loading");
  });

  test("starts anew with each call, and does not count the time between calls", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 1000 }, NO_GRACE, 0);
    watch.observe(0, inCall(5), null);
    expect(watch.observe(5000, inCall(6), null)).toBeNull();
    watch.observe(5500, BETWEEN_CALLS, null);
    expect(watch.observe(9000, BETWEEN_CALLS, null)).toBeNull();
    expect(watch.observe(9500, inCall(6), null)).toBeNull();
  });

  test("gives a language that stops its own guests a little longer", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 1000 }, { callMs: 500, loadingMs: 2000 }, 0);
    watch.observe(0, inCall(1), null);
    expect(watch.observe(1500, inCall(1), null)).toBeNull();
    expect(watch.observe(1501, inCall(1), null)?.kind).toBe("timedOut");
  });

  test("gives a language's virtual machine time to start", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 1000 }, { callMs: 500, loadingMs: 2000 }, 0);
    watch.observe(0, LOADING, null);
    expect(watch.observe(3000, LOADING, null)).toBeNull();
    expect(watch.observe(3001, LOADING, null)?.kind).toBe("timedOut");
  });

  test("can be lifted", () => {
    const watch = new LimitWatch(LIFTED, NO_GRACE, 0);
    watch.observe(0, inCall(1), null);
    expect(watch.observe(1e12, inCall(1), null)).toBeNull();
  });
});

describe("the memory limit of a run", () => {
  test("is enforced", () => {
    const watch = new LimitWatch({ ...LIFTED, memoryBytes: 100 * MIB }, NO_GRACE, 0);
    expect(watch.observe(0, BETWEEN_CALLS, 100 * MIB)).toBeNull();
    expect(watch.observe(0, BETWEEN_CALLS, 100 * MIB + 1)).toEqual({
      kind: "outOfMemory",
      message: "the run needs more memory than 100 MiB",
    });
  });

  test("can be lifted, and cannot be judged where the system does not tell", () => {
    expect(new LimitWatch(LIFTED, NO_GRACE, 0).observe(0, BETWEEN_CALLS, 1e15)).toBeNull();
    expect(new LimitWatch({ ...LIFTED, memoryBytes: 1 }, NO_GRACE, 0).observe(0, BETWEEN_CALLS, null)).toBeNull();
  });
});

describe("the time limit of a run", () => {
  test("is enforced from its start on, whatever it is at", () => {
    const watch = new LimitWatch({ ...LIFTED, runMs: 1000 }, NO_GRACE, 500);
    expect(watch.observe(1500, BETWEEN_CALLS, null)).toBeNull();
    expect(watch.observe(1501, BETWEEN_CALLS, null)).toEqual({
      kind: "timedOut",
      message: "the run has not ended within 1000 ms",
    });
  });

  test("goes after that of a call, which says more", () => {
    const watch = new LimitWatch({ ...LIFTED, callMs: 100, runMs: 1000 }, NO_GRACE, 0);
    watch.observe(500, inCall(1), null);
    expect(watch.observe(1001, inCall(1), null)?.message).toBe("no answer within 100 ms");
  });

  test("can be lifted", () => {
    expect(new LimitWatch(LIFTED, NO_GRACE, 0).observe(1e12, BETWEEN_CALLS, null)).toBeNull();
  });
});

describe("the limit on the output of a call", () => {
  test("is enforced", () => {
    const watch = new LimitWatch({ ...LIFTED, outputBytes: 10 * MIB }, NO_GRACE, 0);
    expect(watch.printed(10 * MIB)).toBeNull();
    expect(watch.printed(10 * MIB + 1)).toEqual({
      kind: "outOfMemory",
      message: "more than 10485760 bytes of output in one call",
    });
  });

  test("can be lifted", () => {
    expect(new LimitWatch(LIFTED, NO_GRACE, 0).printed(1e12)).toBeNull();
  });
});
