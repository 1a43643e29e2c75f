import { describe, expect, test } from "vitest";
import { NO_DECISIONS } from "../../../src/allocator/decisions.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { AllocatorTraffic } from "../../../src/metrics/mesos/allocator-traffic.js";
import { ObservedRun } from "../observed-run.js";

const PAUSE: Operation = { op: "pause" };
const TICK: Operation = { op: "allocate", wake: false };

function watched() {
  const seen: string[] = [];
  const traffic = new AllocatorTraffic(
    { record: (t, { op }) => seen.push(`${t} ${op}`) },
    { enter: (cycle, t) => seen.push(`${t} cycle ${cycle}`), leave: () => seen.push("left") },
  );
  return { seen, traffic };
}

describe("the traffic between host and allocator", () => {
  test("goes on to the journal and to the monitor", () => {
    const { seen, traffic } = watched();
    traffic.enter(1, 5, TICK);
    traffic.leave();
    traffic.record(5, TICK, NO_DECISIONS);
    expect(seen).toEqual(["5 cycle 1", "left", "5 allocate"]);
  });

  test("leaves operations waiting until one triggers a cycle: all cross with that one", () => {
    const { traffic } = watched();
    traffic.record(0, PAUSE, NO_DECISIONS);
    traffic.record(0, PAUSE, NO_DECISIONS);
    expect(traffic.waiting).toBe(2);
    traffic.enter(1, 1, TICK);
    traffic.leave();
    traffic.record(1, TICK, NO_DECISIONS);
    expect(traffic.waiting).toBe(0);
    traffic.record(2, PAUSE, NO_DECISIONS);
    expect(traffic.waiting).toBe(1);
  });

  test("has the length of its queue among the metrics, under Mesos' new name and its old one", () => {
    const run = new ObservedRun();
    run.traffic.record(0, PAUSE, NO_DECISIONS);
    const { metrics } = run.end(1);
    expect(metrics["allocator/mesos/event_queue_dispatches"]).toBe(1);
    expect(metrics["allocator/event_queue_dispatches"]).toBe(1);
  });
});
