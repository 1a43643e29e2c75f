import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

const METRIC = "finishTimeFairness";

/** Two frameworks with one job each of 4 tasks of 1 cpu and 10 s, on 4 cpus; the second one's runs after the first one's. */
function oneAfterTheOther(weights: Readonly<Record<string, number>> = {}): ObservedRun {
  const job = { each: "cpus:1", tasks: 4, runs: 10 };
  const names = { frameworks: { one: ["first"], two: ["second"] }, work: { one: [job], two: [job] }, weights };
  const run = new ObservedRun(names).agent(0, "a1", "cpus:4");
  for (const [framework, role, at] of [["one", "first", 0] as const, ["two", "second", 10] as const]) {
    for (let i = 0; i < 4; i++) run.submit(0, `${framework}${i}`, framework, "cpus:1", 10);
    for (let i = 0; i < 4; i++) run.start(at, `${framework}${i}`, role);
    for (let i = 0; i < 4; i++) run.finish(at + 10, `${framework}${i}`);
  }
  return run;
}

describe("finish-time fairness", () => {
  test("is the time with sharing over the time in an equal part of the cluster", () => {
    // Alone on 2 cpus each needs 4 x 10 / 2 = 20 s; shared, one has 10 s, the other 20 s.
    const { metrics } = oneAfterTheOther().end(20);
    expect(metrics[`${METRIC}{framework=one}`]).toBeCloseTo(0.5, 12);
    expect(metrics[`${METRIC}{framework=two}`]).toBeCloseTo(1, 12);
    expect(metrics[`${METRIC}.max`]).toBeCloseTo(1, 12);
    expect(metrics[`${METRIC}.mean`]).toBeCloseTo(0.75, 12);
    expect(metrics[`${METRIC}.max{role=first}`]).toBeCloseTo(0.5, 12);
  });

  test("is by weight", () => {
    // 3 cpus and 1: 40 / 3 s and 40 s alone.
    const { metrics } = oneAfterTheOther({ first: 3 }).end(20);
    expect(metrics[`${METRIC}{framework=one}`]).toBeCloseTo(10 / (40 / 3), 12);
    expect(metrics[`${METRIC}{framework=two}`]).toBeCloseTo(0.5, 12);
  });

  test("has frameworks of one role share its part", () => {
    const job = { each: "cpus:1", runs: 10 };
    const frameworks = { one: ["both"], two: ["both"], three: ["other"] };
    const run = new ObservedRun({ frameworks, work: { one: [job], two: [job], three: [job] } }).agent(
      0,
      "a1",
      "cpus:2",
    );
    for (const [framework, role] of [["one", "both"] as const, ["two", "both"] as const, ["three", "other"] as const]) {
      run.submit(0, framework, framework, "cpus:1", 10).start(0, framework, role);
    }
    for (const framework of ["one", "two", "three"]) run.finish(10, framework);
    const { metrics } = run.end(10);
    // Half a cpu and one cpu of their own: 20 s and 10 s.
    expect(metrics[`${METRIC}{framework=one}`]).toBeCloseTo(0.5, 12);
    expect(metrics[`${METRIC}{framework=three}`]).toBeCloseTo(1, 12);
  });

  test("takes alone no less than the run time, and waits for work that comes later", () => {
    // Alone on 4 cpus: a second job at 100 s, which needs 8 x 10 / 4 s; nothing is to be done between.
    const work = {
      web: [
        { each: "cpus:1", tasks: 1, runs: 10 },
        { at: 100, each: "cpus:1", tasks: 8, runs: 10 },
      ],
    };
    const run = new ObservedRun({ work }).agent(0, "a1", "cpus:4").submit(0, "t", "web", "cpus:1", 10);
    run.start(0, "t").finish(10, "t");
    for (let i = 0; i < 8; i++) run.submit(100, `t${i}`, "web", "cpus:1", 10);
    for (let i = 0; i < 8; i++) run.start(140, `t${i}`);
    for (let i = 0; i < 8; i++) run.finish(150, `t${i}`);
    expect(run.end(150).metrics[`${METRIC}.max`]).toBeCloseTo(150 / 120, 12);
  });

  test("goes by the scarcest resource", () => {
    const work = { web: [{ each: "cpus:1;mem:8", tasks: 2, runs: 10 }] };
    const run = new ObservedRun({ work }).agent(0, "a1", "cpus:4;mem:8");
    for (const task of ["t1", "t2"]) run.submit(0, task, "web", "cpus:1;mem:8", 10);
    run.start(0, "t1").finish(10, "t1").start(10, "t2").finish(20, "t2");
    expect(run.end(20).metrics[`${METRIC}.max`]).toBeCloseTo(1, 12);
  });

  test("has no value while somebody's work is not done", () => {
    const { notComparable } = oneAfterTheOther().submit(20, "more", "two", "cpus:1", 10).end(25);
    expect(notComparable[`${METRIC}.max`]).toBeUndefined();
    const unfinished = new ObservedRun({ work: { web: [{ each: "cpus:1", tasks: 2 }] } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "t", "web", "cpus:1", 1)
      .end(5);
    expect(unfinished.notComparable[`${METRIC}.mean`]).toBe("2 of 2 tasks of web had not finished at the end");
    expect(new ObservedRun().agent(0, "a1", "cpus:4").end(5).notComparable[`${METRIC}.max`]).toBe(
      "no framework in it has work",
    );
  });
});
