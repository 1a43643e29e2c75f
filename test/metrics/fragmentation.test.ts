import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

const METRIC = "fragmentation.cpus";

describe("fragmentation", () => {
  test("is what lies idle where no task of the run fits, over time", () => {
    // 8 cpus, tasks of 3: two of them leave 2 that nobody can use, from 0 to 5 s.
    const { metrics } = new ObservedRun({ work: { web: [{ each: "cpus:3" }] } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "t1", "web", "cpus:3", 5)
      .submit(0, "t2", "web", "cpus:3", 10)
      .start(0, "t1")
      .start(0, "t2")
      .finish(5, "t1")
      .finish(10, "t2")
      .end(10);
    expect(metrics[METRIC]).toBeCloseTo((2 * 5) / 80, 12);
  });

  test("counts each typical task by its popularity", () => {
    // 3 of 4 tasks ask for 1 cpu and still fit, 1 asks for 4 and does not: a quarter of the 2 idle cpus.
    const { metrics } = new ObservedRun({ work: { web: [{ each: "cpus:1", tasks: 3 }, { each: "cpus:4" }] } })
      .agent(0, "a1", "cpus:6")
      .submit(0, "t", "web", "cpus:4", 10)
      .start(0, "t")
      .end(10);
    expect(metrics[METRIC]).toBeCloseTo((2 * 0.25) / 6, 12);
  });

  test("is of all resources of an agent that lacks one of them", () => {
    const { metrics } = new ObservedRun({ work: { web: [{ each: "cpus:1;mem:4" }] } })
      .agent(0, "a1", "cpus:10;mem:8")
      .submit(0, "t1", "web", "cpus:1;mem:4", 10)
      .submit(0, "t2", "web", "cpus:1;mem:4", 10)
      .start(0, "t1")
      .start(0, "t2")
      .end(10);
    expect(metrics[METRIC]).toBeCloseTo(0.8, 12);
    expect(metrics["fragmentation.mem"]).toBe(0);
  });

  test("of a resource is over the tasks that ask for it", () => {
    const { metrics, notComparable } = new ObservedRun({
      work: { web: [{ each: "cpus:1", tasks: 9 }, { each: "cpus:4;gpus:1" }] },
    })
      .agent(0, "a1", "cpus:4;mem:1;gpus:2")
      .submit(0, "t", "web", "cpus:1", 10)
      .start(0, "t")
      .end(10);
    expect(metrics["fragmentation.gpus"]).toBe(1);
    expect(metrics[METRIC]).toBeCloseTo((3 * 0.1) / 4, 12);
    expect(notComparable["fragmentation.mem"]).toBe("no typical task asks for mem");
  });

  test("is of the agents one by one, and only of those that are there", () => {
    // 4 idle cpus in two halves take no task of 3; from 5 s on one agent is gone.
    const { metrics } = new ObservedRun({ agents: ["a1", "a2"], work: { web: [{ each: "cpus:3" }] } })
      .agent(0, "a1", "cpus:2")
      .agent(0, "a2", "cpus:2")
      .agent(5, "a2", null)
      .end(10);
    expect(metrics[METRIC]).toBe(1);
  });

  test("forgets what ran on an agent that is lost", () => {
    const { metrics } = new ObservedRun({ work: { web: [{ each: "cpus:3" }] } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "t", "web", "cpus:3", 10)
      .start(0, "t")
      .agent(5, "a1", null)
      .kill(5, "t", "agentLost")
      .agent(5, "a1", "cpus:4")
      .end(10);
    expect(metrics[METRIC]).toBeCloseTo(0.125, 12);
  });

  test("leaves out the rarest tasks, together at most a twentieth", () => {
    const of = (rare: number) =>
      new ObservedRun({
        work: {
          web: [
            { each: "cpus:1", tasks: 100 - rare },
            { each: "cpus:9", tasks: rare },
          ],
        },
      })
        .agent(0, "a1", "cpus:8")
        .end(10).metrics[METRIC];
    expect(of(5)).toBe(0);
    expect(of(6)).toBeCloseTo(0.06, 12);
  });
});
