import { describe, expect, test } from "vitest";
import { KNOWN_METRICS } from "../../../src/metrics/known-metrics.js";
import { ObservedRun } from "../observed-run.js";

const RUN = "allocator/mesos/allocation_run_ms";
const LATENCY = "allocator/mesos/allocation_run_latency_ms";
const HOUR = 3600;

/** A run with calls at these seconds, of so many milliseconds. */
function called(...calls: readonly (readonly [number, number])[]): ObservedRun {
  const run = new ObservedRun();
  for (const [seconds, milliseconds] of calls) run.history.cycle(seconds * 1_000_000, milliseconds);
  return run;
}

describe("allocation runs", () => {
  test("are counted", () => {
    expect(called([0, 1], [1, 1], [9000, 1]).end(9000).metrics["allocator/mesos/allocation_runs"]).toBe(3);
  });

  test("are timed: the last one, and statistics with percentiles between ranks", () => {
    const { metrics } = called([0, 4], [1, 1], [2, 3], [3, 2]).end(10);
    expect(metrics[RUN]).toBe(2);
    expect(metrics[`${RUN}/count`]).toBe(4);
    expect(metrics[`${RUN}/min`]).toBe(1);
    expect(metrics[`${RUN}/max`]).toBe(4);
    expect(metrics[`${RUN}/p50`]).toBe(2.5);
    expect(metrics[`${RUN}/p90`]).toBeCloseTo(3.7, 12);
    expect(metrics[`${RUN}/p9999`]).toBeCloseTo(3.9997, 12);
  });

  test("are remembered for an hour of virtual time", () => {
    const { metrics } = called([0, 100], [10, 2], [HOUR, 4]).end(HOUR + 10);
    expect(metrics[`${RUN}/count`]).toBe(2);
    expect(metrics[`${RUN}/max`]).toBe(4);
  });

  test("have no statistics before the second one in that hour", () => {
    const { metrics, notComparable } = called([0, 1], [2 * HOUR, 4]).end(2 * HOUR);
    expect(metrics[RUN]).toBe(4);
    for (const statistic of ["count", "min", "max", "p50", "p90", "p95", "p99", "p999", "p9999"]) {
      expect(notComparable[`${RUN}/${statistic}`]).toBe(
        "the allocator was asked less than twice in the run's last hour",
      );
    }
    expect(new ObservedRun().end(1).notComparable[RUN]).toBe("the allocator was never asked");
  });

  test("have a latency each", () => {
    const run = called([0, 1], [1, 1]);
    for (const cycle of [1, 2]) run.traffic.enter(cycle, 0, { op: "allocate", wake: false });
    const { metrics } = run.end(1);
    expect(metrics[`${LATENCY}/count`]).toBe(2);
    expect(metrics[`${LATENCY}/min`]).toBeGreaterThanOrEqual(0);
    expect(metrics[LATENCY]).toBe(run.traffic.latencyMs.get(1));
  });

  test("are timed by the machine's clock, and nothing else of the allocator's figures is", () => {
    const timed = KNOWN_METRICS.filter(({ name, wallClock }) => wallClock && name.startsWith("allocator/"));
    expect(timed.map(({ name }) => name.replace(/\/\w+$/, "")).filter((name) => name !== "allocator/mesos")).toEqual([
      ...new Array<string>(9).fill(RUN),
      ...new Array<string>(9).fill(LATENCY),
    ]);
    expect(timed).toHaveLength(20);
  });
});
