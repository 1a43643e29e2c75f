import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

describe("the part of tasks that were served in time", () => {
  const run = () =>
    new ObservedRun({ slo: { web: { wait: 5, turnaround: 20 } } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "quick", "web", "cpus:1", 10)
      .submit(0, "justInTime", "web", "cpus:1", 15)
      .submit(0, "late", "web", "cpus:1", 10)
      .submit(0, "never", "web", "cpus:1", 10)
      .start(0, "quick")
      .start(5, "justInTime")
      .start(8, "late")
      .finish(10, "quick")
      .finish(18, "late")
      .finish(20, "justInTime");

  test("is of those for which it is settled", () => {
    const { metrics } = run().submit(27, "young", "web", "cpus:1", 10).end(30);
    expect(metrics["sloAttainment.wait"]).toBe(0.5);
    expect(metrics["sloAttainment.turnaround"]).toBe(0.75);
    expect(metrics["sloAttainment.wait{framework=web}"]).toBe(0.5);
  });

  test("leaves open what may still come in time when the run ends", () => {
    expect(run().end(20).metrics["sloAttainment.turnaround"]).toBe(1);
    const { notComparable } = new ObservedRun({ slo: { web: { wait: 50 } } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "t", "web", "cpus:1", 10)
      .end(50);
    expect(notComparable["sloAttainment.wait"]).toBe("no task's target for the wait was due when the run ended");
  });

  test("has no value without a target", () => {
    const { notComparable } = new ObservedRun().agent(0, "a1", "cpus:8").submit(0, "t", "web", "cpus:1", 10).end(30);
    expect(notComparable["sloAttainment.wait"]).toBe("no task has a target for the wait");
    expect(notComparable["sloAttainment.turnaround"]).toBe("no task has a target for the turnaround");
  });

  test("counts a killed task by its first start, and looks at no end of a service", () => {
    const { metrics, notComparable } = new ObservedRun({ slo: { web: { wait: 5, turnaround: 10 } } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "service", "web", "cpus:1", null)
      .start(1, "service")
      .kill(2, "service", "revoked")
      .start(30, "service")
      .end(60);
    expect(metrics["sloAttainment.wait"]).toBe(1);
    expect(notComparable["sloAttainment.turnaround"]).toBe(
      "no task's target for the turnaround was due when the run ended",
    );
  });
});
