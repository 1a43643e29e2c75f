import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

const TWO = { frameworks: { web: ["prod"], nightly: ["batch"] } };
const WORK = { web: [{ each: "cpus:1" }], nightly: [{ each: "cpus:1" }] };

/** `count` tasks of a framework, submitted, and the first of them started. */
function tasks(
  run: ObservedRun,
  framework: string,
  role: string,
  demand: string,
  count: number,
  started: number,
): void {
  for (let i = 0; i < count; i++) run.submit(0, `${framework}${i}`, framework, demand, 100);
  for (let i = 0; i < started; i++) run.start(0, `${framework}${i}`, role);
}

describe("the fairness gap", () => {
  test("is what lacks to the fair share while tasks wait, over that time alone", () => {
    // Of 8 cpus batch has 6 and waits for more, prod has 2 and waits until 4 s: half is fair, 1/4 lacks for 4 s.
    const run = new ObservedRun(TWO).agent(0, "a1", "cpus:8");
    tasks(run, "nightly", "batch", "cpus:1", 7, 6);
    tasks(run, "web", "prod", "cpus:1", 4, 2);
    run.finish(4, "nightly0").finish(4, "nightly1").start(4, "web2", "prod").start(4, "web3", "prod");
    const { metrics } = run.end(10);
    expect(metrics["fairnessGap.mean{role=prod}"]).toBeCloseTo(0.25, 12);
    expect(metrics["fairnessGap.shareSeconds{role=prod}"]).toBeCloseTo(1, 12);
    // batch waits for 10 s, and has more than is fair, then just that.
    expect(metrics["fairnessGap.mean{role=batch}"]).toBeCloseTo(0, 12);
    expect(metrics["fairnessGap.shareSeconds"]).toBeCloseTo(1, 12);
    expect(metrics["fairnessGap.mean"]).toBeCloseTo(1 / 14, 12);
  });

  // Ghodsi et al., section 4.1: of 9 cpus and 18 GB, A's tasks take <1 cpu, 4 GB>, B's <3 cpus, 1 GB>; 2/3 is fair for both.
  test.each([
    { policy: "DRF", a: "cpus:3;mem:12", b: "cpus:6;mem:2", gaps: [0, 0] },
    { policy: "asset fairness", a: "cpus:2.52;mem:10.08", b: "cpus:6.48;mem:2.16", gaps: [2 / 3 - 0.56, 0] },
    { policy: "CEEI", a: "cpus:4.091;mem:16.364", b: "cpus:4.909;mem:1.636", gaps: [0, 2 / 3 - 4.909 / 9] },
  ])("in the DRF paper's example under $policy is $gaps", ({ a, b, gaps }) => {
    const run = new ObservedRun({ frameworks: { A: ["a"], B: ["b"] } }).agent(0, "a1", "cpus:9;mem:18");
    run.submit(0, "held by A", "A", a, 100).start(0, "held by A", "a");
    run.submit(0, "held by B", "B", b, 100).start(0, "held by B", "b");
    tasks(run, "A", "a", "cpus:1;mem:4", 5, 0);
    tasks(run, "B", "b", "cpus:3;mem:1", 5, 0);
    const { metrics } = run.end(10);
    expect(metrics["fairnessGap.mean{role=a}"]).toBeCloseTo(gaps[0] as number, 3);
    expect(metrics["fairnessGap.mean{role=b}"]).toBeCloseTo(gaps[1] as number, 3);
  });

  test("is none where nobody waits, however uneven the shares are", () => {
    const run = new ObservedRun(TWO).agent(0, "a1", "cpus:8");
    tasks(run, "nightly", "batch", "cpus:1", 7, 7);
    tasks(run, "web", "prod", "cpus:1", 1, 1);
    const { metrics, notComparable } = run.end(10);
    expect(metrics["fairnessGap.shareSeconds"]).toBe(0);
    expect(notComparable["fairnessGap.mean"]).toBe("no task waited");
    expect(notComparable["fairnessGap.mean{role=prod}"]).toBe("no task waited");
  });

  test("counts in top-level roles what is below them, and has no value for what is below", () => {
    const run = new ObservedRun({ frameworks: { train: ["eng/ml"], nightly: ["batch"] } }).agent(0, "a1", "cpus:8");
    tasks(run, "nightly", "batch", "cpus:1", 8, 8);
    tasks(run, "train", "eng/ml", "cpus:1", 4, 0);
    const { metrics, notComparable } = run.end(10);
    expect(metrics["fairnessGap.mean{role=eng}"]).toBeCloseTo(0.5, 12);
    expect(notComparable["fairnessGap.mean{role=eng/ml}"]).toBe(
      "only top-level roles have a fair share of the cluster",
    );
  });

  test("follows the size of the cluster", () => {
    // One of 4 cpus, then of 8; 3 and then all 4 that it wants are fair.
    const run = new ObservedRun({ ...TWO, agents: ["a1", "a2"], weights: { prod: 3 } }).agent(0, "a1", "cpus:4");
    tasks(run, "nightly", "batch", "cpus:1", 4, 3);
    tasks(run, "web", "prod", "cpus:1", 4, 1);
    run.agent(5, "a2", "cpus:4");
    const { metrics } = run.end(10);
    expect(metrics["fairnessGap.shareSeconds{role=prod}"]).toBeCloseTo(5 * (3 / 4 - 1 / 4) + 5 * (4 / 8 - 1 / 8), 12);
  });

  test("begins again with a task that is killed and waits", () => {
    const run = new ObservedRun(TWO).agent(0, "a1", "cpus:4");
    tasks(run, "web", "prod", "cpus:1", 1, 1);
    run.kill(6, "web0", "revoked");
    const { metrics } = run.end(10);
    expect(metrics["fairnessGap.shareSeconds{role=prod}"]).toBeCloseTo(1, 12);
    expect(metrics["fairnessGap.mean{role=prod}"]).toBeCloseTo(0.25, 12);
  });
});

describe("violations of the sharing incentive", () => {
  test("are the DRF paper's under asset fairness, and end with what DRF gives", () => {
    // Ghodsi et al., of asset fairness: <30, 30>, tasks of <1, 3> and <1, 1>. It runs 6 and 12: user 2 has less than half of
    // both. DRF lets both have half of their dominant resource: 5 and 15 tasks.
    const work = { one: [{ each: "cpus:1;mem:3" }], two: [{ each: "cpus:1;mem:1" }] };
    const run = new ObservedRun({ frameworks: { one: ["first"], two: ["second"] }, work }).agent(
      0,
      "a1",
      "cpus:30;mem:30",
    );
    tasks(run, "one", "first", "cpus:1;mem:3", 10, 6);
    tasks(run, "two", "second", "cpus:1;mem:1", 30, 12);
    run.finish(4, "one0");
    for (let i = 12; i < 15; i++) run.start(4, `two${i}`, "second");
    const { metrics } = run.end(10);
    expect(metrics["sharingIncentiveViolations.seconds{role=second}"]).toBe(4);
    expect(metrics["sharingIncentiveViolations.share{role=second}"]).toBeCloseTo(0.4, 12);
    expect(metrics["sharingIncentiveViolations.share{role=first}"]).toBe(0);
    expect(metrics["sharingIncentiveViolations.share"]).toBeCloseTo(0.2, 12);
  });

  test("are the paper's slides': 15 and 20 tasks of <2, 2> and <1, 2> on <70, 70>", () => {
    const work = { one: [{ each: "cpus:2;mem:2" }], two: [{ each: "cpus:1;mem:2" }] };
    const run = new ObservedRun({ frameworks: { one: ["first"], two: ["second"] }, work }).agent(
      0,
      "a1",
      "cpus:70;mem:70",
    );
    tasks(run, "one", "first", "cpus:2;mem:2", 18, 15);
    tasks(run, "two", "second", "cpus:1;mem:2", 30, 20);
    const { metrics } = run.end(1);
    expect(metrics["sharingIncentiveViolations.share{role=first}"]).toBe(1);
    expect(metrics["sharingIncentiveViolations.share{role=second}"]).toBe(0);
  });

  test("are none where no waiting task fits into the own part", () => {
    // Half of 10 cpus is 5: one task of 3 runs, and two would not fit, however empty the cluster is.
    const run = new ObservedRun({ ...TWO, work: WORK }).agent(0, "a1", "cpus:10");
    tasks(run, "web", "prod", "cpus:3", 2, 1);
    expect(run.end(10).metrics["sharingIncentiveViolations.share{role=prod}"]).toBe(0);
  });

  test("go by weight, and roles without work have no part", () => {
    const of = (weight: number) => {
      const names = { frameworks: { ...TWO.frameworks, idle: ["other"] }, weights: { prod: weight }, work: WORK };
      const run = new ObservedRun(names).agent(0, "a1", "cpus:8");
      tasks(run, "web", "prod", "cpus:1", 8, 4);
      return run.end(10).metrics["sharingIncentiveViolations.share{role=prod}"];
    };
    expect(of(1)).toBe(0);
    expect(of(3)).toBe(1);
  });

  test("look for the task that fits among all that wait", () => {
    const run = new ObservedRun({ ...TWO, work: WORK }).agent(0, "a1", "cpus:8;mem:8");
    run.submit(0, "cpu", "web", "cpus:4;mem:5", 100).submit(0, "mem", "web", "cpus:5;mem:4", 100);
    run.submit(3, "both", "web", "cpus:4;mem:4", 100).start(5, "both", "prod");
    const { metrics } = run.end(10);
    expect(metrics["sharingIncentiveViolations.seconds{role=prod}"]).toBe(2);
  });
});
