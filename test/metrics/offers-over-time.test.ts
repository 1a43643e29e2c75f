import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

const ids = (run: ObservedRun) => ({
  web: run.directory.frameworks.id("web"),
  a1: run.directory.agents.id("a1"),
});

describe("what is on offer", () => {
  test("counts from the offer until it is used or given back, part by part", () => {
    // 4 of 8 cpus for 2 s, then 3 for 3 s, then 1 for 1 s: 18 of 80 cpu seconds.
    const { metrics } = new ObservedRun()
      .agent(0, "a1", "cpus:8;mem:10")
      .decide(1, "web", "cpus:4;mem:10")
      .accept(3, "web", "cpus:1;mem:4")
      .recover(6, "web", "cpus:2;mem:6")
      .recover(7, "web", "cpus:1")
      .end(10);
    expect(metrics["utilisationOffered.cpus"]).toBeCloseTo(18 / 80, 12);
    expect(metrics["utilisationOffered.mem"]).toBeCloseTo((2 * 10 + 3 * 6) / 100, 12);
    expect(metrics["hoarded.cpus"]).toBeCloseTo(18 / 80, 12);
  });

  test("is nothing when it is answered at once", () => {
    const { metrics, notComparable } = new ObservedRun()
      .agent(0, "a1", "cpus:8")
      .decide(1, "web", "cpus:8")
      .accept(1, "web", "cpus:8")
      .recover(5, "web", "cpus:8", "*", "a1", true)
      .end(10);
    expect(metrics["utilisationOffered.cpus"]).toBe(0);
    expect(metrics["hoarded.cpus"]).toBe(0);
    expect(notComparable["hoarded.gpus"]).toBe("no agent had gpus");
  });

  test("counts under the resource's name for the framework, and for the role with those above it", () => {
    const { metrics } = new ObservedRun({ frameworks: { train: ["eng/ml"], web: ["prod"] } })
      .agent(0, "a1", "cpus:2;cpus(prod):6")
      .decide(0, "train", "cpus:2", "eng/ml")
      .decide(0, "web", "cpus(prod):4", "prod")
      .end(10);
    expect(metrics["utilisationOffered.cpus"]).toBeCloseTo(0.75, 12);
    expect(metrics["utilisationOffered.cpus{role=eng}"]).toBeCloseTo(0.25, 12);
    expect(metrics["utilisationOffered.cpus{framework=web}"]).toBeCloseTo(0.5, 12);
  });

  test("is gone with its agent, and with its framework", () => {
    const lost = new ObservedRun().agent(0, "a1", "cpus:4").decide(0, "web", "cpus:4");
    lost.tell(5, { op: "removeAgent", agent: ids(lost).a1 });
    // The agent is back, with the same as before: what was on offer is not.
    expect(lost.recover(6, "web", "cpus:4").end(10).metrics["utilisationOffered.cpus"]).toBeCloseTo(0.5, 12);
    const left = new ObservedRun().agent(0, "a1", "cpus:4").decide(0, "web", "cpus:4");
    left.tell(5, { op: "removeFramework", framework: ids(left).web });
    expect(left.end(10).metrics["utilisationOffered.cpus"]).toBeCloseTo(0.5, 12);
  });
});

describe("the longest offer drought", () => {
  const waiting = () =>
    new ObservedRun().agent(0, "a1", "cpus:4").submit(0, "t", "web", "cpus:1", 10).register(0, "web", "*");

  test("is the longest stretch between offers while a task waits", () => {
    const { metrics } = waiting().decide(2, "web", "cpus:1").decide(9, "web", "cpus:1").end(10);
    expect(metrics["offerDrought.max"]).toBe(7);
    expect(metrics["offerDrought.max{framework=web}"]).toBe(7);
  });

  test("begins with the wait and ends with it", () => {
    const { metrics } = waiting().decide(1, "web", "cpus:1").start(4, "t").end(100);
    expect(metrics["offerDrought.max"]).toBe(3);
  });

  test("goes on until the end for a framework that is never offered anything", () => {
    expect(waiting().end(60).metrics["offerDrought.max"]).toBe(60);
  });

  test("is not cut in two where the last waiting task starts and another is killed at one instant", () => {
    const run = waiting().submit(0, "other", "web", "cpus:1", 10).decide(1, "web", "cpus:1").start(1, "other");
    expect(run.start(5, "t").kill(5, "other", "revoked").end(8).metrics["offerDrought.max"]).toBe(7);
    const offered = waiting().submit(0, "other", "web", "cpus:1", 10).decide(1, "web", "cpus:1").start(1, "other");
    offered.start(5, "t").decide(5, "web", "cpus:1").kill(5, "other", "revoked");
    expect(offered.end(8).metrics["offerDrought.max"]).toBe(4);
  });

  test("leaves out the time in which the framework is not registered, not active, or has suppressed offers", () => {
    const run = new ObservedRun().agent(0, "a1", "cpus:4").submit(0, "t", "web", "cpus:1", 10).register(10, "web", "*");
    const { web: framework } = ids(run);
    run.tell(14, { op: "suppressOffers", framework, roles: [] });
    run.tell(30, { op: "reviveOffers", framework, roles: [] });
    run.tell(36, { op: "deactivateFramework", framework });
    run.tell(60, { op: "activateFramework", framework });
    run.tell(65, { op: "removeFramework", framework });
    expect(run.end(100).metrics["offerDrought.max"]).toBe(6);
  });

  test("goes on while one of the framework's roles is not suppressed", () => {
    const run = new ObservedRun({ frameworks: { web: ["prod", "batch"] } })
      .agent(0, "a1", "cpus:4")
      .submit(0, "t", "web", "cpus:1", 10)
      .register(0, "web", "prod", "batch");
    run.tell(4, { op: "suppressOffers", framework: ids(run).web, roles: [run.directory.roles.id("prod")] });
    run.tell(9, { op: "suppressOffers", framework: ids(run).web, roles: [run.directory.roles.id("batch")] });
    expect(run.end(20).metrics["offerDrought.max"]).toBe(9);
  });
});
