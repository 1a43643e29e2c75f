import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";
import { ObservedRun } from "./observed-run.js";

describe("utilisation", () => {
  test("is what tasks had in use over what the agents had, over the whole run", () => {
    // 4 cpus for 10 s = 40; a task of 2 cpus for 5 s = 10.
    const { metrics, notComparable } = new ObservedRun()
      .agent(0, "a1", "cpus:4;mem:100")
      .submit(0, "t", "web", "cpus:2;mem:25", 5)
      .start(0, "t")
      .finish(5, "t")
      .end(10);
    expect(metrics["utilisation.cpus"]).toBe(0.25);
    expect(metrics["utilisation.mem"]).toBe(0.125);
    expect(notComparable["utilisation.gpus"]).toBe("no agent had gpus");
  });

  test("counts a lost agent's capacity only while it was there", () => {
    // 4 x 10 + 4 x 5 = 60 cpu seconds of capacity, 3 x 10 = 30 in use.
    const { metrics } = new ObservedRun({ agents: ["a1", "a2"] })
      .agent(0, "a1", "cpus:4")
      .agent(0, "a2", "cpus:4")
      .submit(0, "t", "web", "cpus:3", 10)
      .start(0, "t")
      .agent(5, "a2", null)
      .finish(10, "t")
      .end(10);
    expect(metrics["utilisation.cpus"]).toBe(0.5);
  });

  test("counts reserved and revocable amounts of an agent under the resource's name", () => {
    const { metrics } = new ObservedRun({ frameworks: { web: ["prod"] } })
      .agent(0, "a1", "cpus:1;cpus(prod):2;cpus{REV}:1")
      .submit(0, "t", "web", "cpus:1", 10)
      .start(0, "t", "prod")
      .finish(10, "t")
      .end(10);
    expect(metrics["utilisation.cpus"]).toBe(0.25);
  });

  test("of a role is its part of the cluster, with the roles below it", () => {
    const run = new ObservedRun({ frameworks: { train: ["eng/ml"], build: ["eng"], web: ["prod"] } })
      .agent(0, "a1", "cpus:10")
      .submit(0, "t", "train", "cpus:3", 10)
      .submit(0, "b", "build", "cpus:2", 10)
      .submit(0, "w", "web", "cpus:5", 10)
      .start(0, "t", "eng/ml")
      .start(0, "b", "eng")
      .start(0, "w", "prod");
    const { metrics } = run.end(10);
    expect(metrics["utilisation.cpus{role=eng/ml}"]).toBe(0.3);
    expect(metrics["utilisation.cpus{role=eng}"]).toBe(0.5);
    expect(metrics["utilisation.cpus{framework=build}"]).toBe(0.2);
    expect(metrics["utilisation.cpus"]).toBe(1);
  });
});

describe("waiting and running", () => {
  const run = () =>
    new ObservedRun({ frameworks: { web: ["prod"], nightly: ["batch"] } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "w1", "web", "cpus:1", 20)
      .submit(0, "w2", "web", "cpus:1", 1)
      .submit(2, "n1", "nightly", "cpus:1", 40)
      .start(0, "w1", "prod")
      .start(10, "w2", "prod")
      .finish(11, "w2")
      .finish(20, "w1")
      .start(22, "n1", "batch");

  test("wait is from submission to the first start, over tasks that started", () => {
    // waits 0, 10, 20
    const { metrics } = run().end(30);
    expect(metrics["wait.mean"]).toBe(10);
    expect(metrics["wait.p50"]).toBe(10);
    expect(metrics["wait.p95"]).toBeCloseTo(19, 9); // 10 + 0.9 x (20 - 10)
    expect(metrics["wait.max"]).toBe(20);
    expect(metrics["wait.max{role=prod}"]).toBe(10);
    expect(metrics["wait.mean{framework=nightly}"]).toBe(20);
  });

  test("turnaround and bounded slowdown are over tasks that finished", () => {
    // w1: 20 s of 20 s; w2: 11 s for 1 s, which counts as 10 s.
    const { metrics, notComparable } = run().end(30);
    expect(metrics["turnaround.mean"]).toBe(15.5);
    expect(metrics["turnaround.max"]).toBe(20);
    expect(metrics["boundedSlowdown.mean"]).toBeCloseTo((1 + 1.1) / 2, 12);
    expect(metrics["boundedSlowdown.p95"]).toBeCloseTo(1 + 0.95 * 0.1, 12);
    expect(notComparable["turnaround.mean{framework=nightly}"]).toBe("no task finished");
  });

  test("the counts of tasks add up", () => {
    const { metrics } = run().submit(25, "n2", "nightly", "cpus:1", 1).end(30);
    expect(metrics["tasks.submitted"]).toBe(4);
    expect(metrics["tasks.finished"]).toBe(2);
    expect(metrics["tasks.running"]).toBe(1);
    expect(metrics["tasks.pending"]).toBe(1);
    expect(metrics["tasks.pending{role=batch}"]).toBe(1);
    expect(metrics["tasks.pending{role=prod}"]).toBe(0);
  });

  test("makespan has a value only when all work was done", () => {
    const { metrics, notComparable } = run().end(30);
    expect(notComparable.makespan).toBe("1 of 3 tasks had not finished at the end");
    expect(metrics["makespan{role=prod}"]).toBe(20);
  });

  test("makespan is over tasks that end by themselves", () => {
    const { metrics, notComparable } = new ObservedRun({ frameworks: { web: ["prod"], nightly: ["batch"] } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "service", "web", "cpus:1", null)
      .submit(5, "n", "nightly", "cpus:1", 10)
      .start(0, "service", "prod")
      .start(5, "n", "batch")
      .finish(15, "n")
      .end(20);
    expect(metrics.makespan).toBe(10);
    expect(notComparable["makespan{framework=web}"]).toBe("no task that ends by itself was submitted");
  });

  test("a task of a framework with two roles counts for the role it started in", () => {
    const { metrics } = new ObservedRun({ frameworks: { both: ["first", "second"] } })
      .agent(0, "a1", "cpus:8")
      .submit(0, "t1", "both", "cpus:1", 10)
      .submit(0, "t2", "both", "cpus:1", 10)
      .start(3, "t1", "second")
      .end(5);
    expect(metrics["tasks.submitted{role=second}"]).toBe(1);
    expect(metrics["wait.mean{role=second}"]).toBe(3);
    expect(metrics["tasks.pending{role=first}"]).toBe(1);
  });

  test("without any task there is a reason in place of a number", () => {
    const { metrics, notComparable } = new ObservedRun().agent(0, "a1", "cpus:8").end(5);
    expect(metrics["tasks.submitted"]).toBe(0);
    expect(notComparable).toMatchObject({
      "wait.p95": "no task started",
      "turnaround.p50": "no task finished",
      "boundedSlowdown.mean": "no task finished",
      makespan: "no task that ends by itself was submitted",
      jain: "nobody who had work held anything",
      "dominantShare.mean": "no task was submitted",
      "lostWork.share": "no cpu time was spent",
      "cycleMs.p50": "the allocator was never asked",
    });
  });
});

describe("dominant shares and Jain's index", () => {
  test("the DRF paper's example: 9 cpus and 18 GB shared 2/3 and 2/3", () => {
    // Ghodsi et al., section 4.1: A's tasks take <1 cpu, 4 GB>, B's <3 cpus, 1 GB>; A runs 3, B runs 2.
    const run = new ObservedRun({ frameworks: { A: ["a"], B: ["b"] } }).agent(0, "a1", "cpus:9;mem:18");
    for (const task of ["a1", "a2", "a3"]) run.submit(0, task, "A", "cpus:1;mem:4", 100).start(0, task, "a");
    for (const task of ["b1", "b2"]) run.submit(0, task, "B", "cpus:3;mem:1", 100).start(0, task, "b");
    const { metrics } = run.end(50);
    expect(metrics["dominantShare.mean{framework=A}"]).toBeCloseTo(2 / 3, 12);
    expect(metrics["dominantShare.mean{role=b}"]).toBeCloseTo(2 / 3, 12);
    expect(metrics["dominantShare.mean"]).toBeCloseTo(2 / 3, 12);
    expect(metrics.jain).toBeCloseTo(1, 12);
  });

  test("the dominant share follows the cluster's size", () => {
    // 2 of 4 cpus for 5 s, then 2 of 8 for 5 s.
    const { metrics } = new ObservedRun({ agents: ["a1", "a2"] })
      .agent(0, "a1", "cpus:4")
      .submit(0, "t", "web", "cpus:2", 10)
      .start(0, "t")
      .agent(5, "a2", "cpus:4")
      .finish(10, "t")
      .end(10);
    expect(metrics["dominantShare.mean{framework=web}"]).toBe(0.375);
  });

  test("a resource that is excluded from fairness does not dominate", () => {
    const { metrics } = new ObservedRun({ fairnessExclude: ["gpus"] })
      .agent(0, "a1", "cpus:4;gpus:1")
      .submit(0, "t", "web", "cpus:1;gpus:1", 10)
      .start(0, "t")
      .end(10);
    expect(metrics["dominantShare.mean{framework=web}"]).toBe(0.25);
    expect(metrics["utilisation.gpus"]).toBe(1);
  });

  test("Jain's index compares shares by weight", () => {
    const run = new ObservedRun({ frameworks: { web: ["prod"], nightly: ["batch"] }, weights: { prod: 3, batch: 1 } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "w", "web", "cpus:3", 10)
      .submit(0, "n", "nightly", "cpus:1", 10)
      .start(0, "w", "prod")
      .start(0, "n", "batch");
    expect(run.end(10).metrics.jain).toBeCloseTo(1, 12);
  });

  test("a role that had work and got nothing lowers Jain's index, one without work does not", () => {
    const run = new ObservedRun({ frameworks: { web: ["prod"], nightly: ["batch"], idle: ["other"] } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "w", "web", "cpus:3", 10)
      .submit(0, "n", "nightly", "cpus:3", 10)
      .start(0, "w", "prod");
    expect(run.end(10).metrics.jain).toBe(0.5);
  });

  test("Jain's index of a role compares the frameworks in it", () => {
    // 3/4 and 1/4: 1 / (2 x (9/16 + 1/16)) = 0.8
    const { metrics } = new ObservedRun({ frameworks: { one: ["batch"], two: ["batch"] } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "t1", "one", "cpus:3", 10)
      .submit(0, "t2", "two", "cpus:1", 10)
      .start(0, "t1", "batch")
      .start(0, "t2", "batch")
      .end(10);
    expect(metrics["jain{role=batch}"]).toBeCloseTo(0.8, 12);
    expect(metrics.jain).toBe(1);
  });
});

describe("what preemption cost", () => {
  test("a revoked task's work is lost, that of a lost agent is no preemption", () => {
    // 2 cpus x 5 s and 1 cpu x 4 s lost of 10 + 4 + 2 x 10 = 34 cpu seconds spent.
    const { metrics } = new ObservedRun()
      .agent(0, "a1", "cpus:8")
      .submit(0, "t1", "web", "cpus:2", 10)
      .submit(0, "t2", "web", "cpus:1", 10)
      .start(0, "t1")
      .start(0, "t2")
      .kill(4, "t2", "agentLost")
      .kill(5, "t1", "revoked")
      .start(6, "t1")
      .finish(16, "t1")
      .end(16);
    expect(metrics.preemptions).toBe(1);
    expect(metrics["tasks.killed"]).toBe(2);
    expect(metrics["lostWork.cpuSeconds"]).toBe(14);
    expect(metrics["lostWork.share"]).toBeCloseTo(14 / 34, 12);
    expect(metrics["turnaround.max"]).toBe(16);
    expect(metrics["wait.max"]).toBe(0);
    expect(metrics["tasks.pending"]).toBe(1);
  });
});

describe("offers and cycles", () => {
  test("are counted for the framework and for the role it was offered in, with the roles above", () => {
    const run = new ObservedRun({ frameworks: { train: ["eng/ml"], build: ["eng"] } });
    const [toTrain, toBuild] = [run.offer("train", "eng/ml"), run.offer("build", "eng")];
    run.history.offerSent(0, toTrain);
    run.history.offerSent(0, toBuild);
    run.history.offerDeclined(0, toTrain);
    run.history.offerAccepted(0, toBuild);
    run.history.cycle(0, 4);
    run.history.cycle(1, 2);
    const { metrics } = run.end(1);
    expect(metrics["offers.sent"]).toBe(2);
    expect(metrics["offers.sent{role=eng}"]).toBe(2);
    expect(metrics["offers.sent{role=eng/ml}"]).toBe(1);
    expect(metrics["offers.declined{framework=train}"]).toBe(1);
    expect(metrics["offers.accepted{framework=train}"]).toBe(0);
    expect(metrics["offers.rescinded"]).toBe(0);
    expect(metrics.cycles).toBe(2);
    expect(metrics["cycleMs.p50"]).toBe(3);
  });
});

describe("whatever happens", () => {
  const story = fc.array(
    fc.record({
      framework: fc.constantFrom("one", "two"),
      cpus: fc.integer({ min: 1, max: 4 }),
      waits: fc.integer({ min: 0, max: 50 }),
      runs: fc.integer({ min: 1, max: 50 }),
      fate: fc.constantFrom("finishes", "isKilled", "neverStarts"),
    }),
    { maxLength: 12 },
  );

  test("every known metric has a number or a reason, and never both", () => {
    fc.assert(
      fc.property(story, (tasks) => {
        const run = new ObservedRun({ frameworks: { one: ["a"], two: ["b/c"] } }).agent(0, "a1", "cpus:100;mem:10");
        const events = tasks.flatMap(({ framework, cpus, waits, runs, fate }, i) => {
          run.submit(0, `t${i}`, framework, `cpus:${cpus}`, runs);
          if (fate === "neverStarts") return [];
          const end = () =>
            fate === "finishes" ? run.finish(waits + runs, `t${i}`) : run.kill(waits + runs, `t${i}`, "revoked");
          return [
            { at: waits, tell: () => run.start(waits, `t${i}`, framework === "one" ? "a" : "b/c") },
            { at: waits + runs, tell: end },
          ];
        });
        for (const event of events.sort((x, y) => x.at - y.at)) event.tell();
        const { metrics, notComparable } = run.end(200);
        const single = KNOWN_METRICS.filter(({ name, scopes }) => !name.includes("<") && scopes.includes("all"));
        for (const { name } of single) expect(name in metrics).not.toBe(name in notComparable);
        for (const value of Object.values(metrics)) expect(Number.isFinite(value)).toBe(true);
        for (const key of [...Object.keys(metrics), ...Object.keys(notComparable)]) {
          expect(KNOWN_METRICS.map(({ name }) => name)).toContain(key.replace(/\{(role|framework)=.+\}$/, ""));
        }
        expect(metrics["utilisation.cpus{role=a}"]! + metrics["utilisation.cpus{role=b}"]!).toBeCloseTo(
          metrics["utilisation.cpus"]!,
          9,
        );
      }),
      { numRuns: 60 },
    );
  });
});
