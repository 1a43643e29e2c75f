import { describe, expect, it } from "vitest";
import { noAuthentications } from "../../src/kinds/authentication/authentication-counters.js";
import { noOversubscription } from "../../src/kinds/oversubscription/oversubscription-counters.js";
import { computeMetrics } from "../../src/metrics/compute-metrics.js";
import { ObservedRun } from "./observed-run.js";

describe("what modules' parts of a run counted", () => {
  it("is given by name, with the revocable gauges read off the books (M4)", () => {
    const run = new ObservedRun({ frameworks: { one: ["a"] } }).agent(0, "a1", "cpus:4;cpus{REV}:2");
    run.history.finished(1);
    const { ledger, gauges, traffic } = run;
    const { metrics, notComparable } = computeMetrics(run.history, {
      ledger,
      gauges,
      traffic,
      tallies: {
        authentication: { ...noAuthentications(), "authentications.refused": 2 },
        oversubscription: { ...noOversubscription(), "slave/executors_preempted": 3 },
      },
    });
    expect(metrics).toMatchObject({
      "authentications.refused": 2,
      "authentications.failed": 0,
      "slave/executors_preempted": 3,
      "master/messages_update_slave": 0,
      "master/cpus_revocable_used": 0,
      "master/mem_revocable_total": 0,
    });
    expect("authentications.refused" in notComparable).toBe(false);
  });

  it("has a reason where the run has no such part", () => {
    const run = new ObservedRun({ frameworks: { one: ["a"] } });
    const { metrics, notComparable } = run.end(1);
    expect("master/cpus_revocable_total" in metrics).toBe(false);
    expect(notComparable["authentications.refused"]).toBe("the master asks nobody who he is");
    expect(notComparable["slave/executors_preempted"]).toMatch(/neither a resource estimator nor a QoS controller/);
  });
});
