import { describe, expect, it } from "vitest";
import { SECOND, toldCluster } from "./told-cluster.js";

/** f1 (batch) holds all of a1, f2 (prod) all of a2, f3 (eng) nothing. */
function threeFrameworks() {
  const told = toldCluster();
  told.addFramework("f1", "batch");
  expect(told.addAgent("a1", "cpus:4", { attributes: ["rack:r1"] })).toEqual(["f1 batch a1 cpus:4"]);
  told.addFramework("f2", "prod");
  expect(told.addAgent("a2", "cpus:4")).toEqual(["f2 prod a2 cpus:4"]);
  told.addFramework("f3", "eng");
  return told;
}

/** f1 holds all of a1, which is to go at 100 s; it has just been asked to leave. */
function asked() {
  const told = threeFrameworks();
  expect(told.unavailable("a1", 100)).toEqual(["f1 leaves a1 by 100"]);
  return told;
}

describe("a planned unavailability", () => {
  it("asks who holds something there to leave until it starts, and nobody else (M2, M5)", () => {
    const { unavailable, tick } = threeFrameworks();
    expect(unavailable("a1", 100)).toEqual(["f1 leaves a1 by 100"]);
    expect(unavailable("a2", 200)).toEqual(["f2 leaves a2 by 200"]);
    expect(tick()).toEqual([]);
  });

  it("comes with an agent that joins, which is offered as ever (M4); offers of the same run are to be given back, too (G7)", () => {
    const { addAgent, addFramework } = toldCluster();
    addFramework("f1", "batch");
    expect(addAgent("a1", "cpus:4", { unavailableAt: 30 })).toEqual(["f1 batch a1 cpus:4", "f1 leaves a1 by 30"]);
  });

  it("may have begun already", () => {
    const { at, unavailable } = threeFrameworks();
    at(50);
    expect(unavailable("a1", 20)).toEqual(["f1 leaves a1 by 20"]);
  });

  it("replaces the one before, with all that was said to it (M1)", () => {
    const { unavailable, answer, statuses } = asked();
    expect(unavailable("a1", 200)).toEqual(["f1 leaves a1 by 200"]);
    answer("f1", "a1", false, 60);
    expect(statuses()).toEqual(["a1 f1 DECLINE"]);
    expect(unavailable("a1", 300)).toEqual(["f1 leaves a1 by 300"]);
    expect(statuses()).toEqual([]);
  });

  it("can be called off (M1)", () => {
    const { unavailable, answer, tick } = asked();
    expect(unavailable("a1", null)).toEqual([]);
    expect(answer("f1", "a1", null)).toEqual([]);
    expect(tick()).toEqual([]);
  });

  it("ends with its agent", () => {
    const { agent, addAgent, tick } = asked();
    agent("removeAgent", "a1");
    expect(addAgent("a1", "cpus:4")).toEqual(["f3 eng a1 cpus:4"]);
    expect(tick()).toEqual([]);
  });
});

describe("inverse offers", () => {
  it("go out by framework, then agent, also for agents that have nothing left to offer", () => {
    const { addAgent, addFramework, unavailable, answer, tick } = toldCluster();
    addFramework("f2", "prod");
    addFramework("f1", "batch");
    for (const name of ["a2", "a1"]) {
      addAgent(name, "cpus:4", { used: ["f2 prod cpus:1", "f1 batch cpus:3"] });
      unavailable(name, 60);
      for (const framework of ["f1", "f2"]) answer(framework, name, null);
    }
    expect(tick()).toEqual(["f1 leaves a1 by 60", "f1 leaves a2 by 60", "f2 leaves a1 by 60", "f2 leaves a2 by 60"]);
  });

  it("are one for a framework and an agent, in however many roles it holds something", () => {
    const { addAgent, addFramework, unavailable } = toldCluster();
    addFramework("f1", "batch prod");
    addAgent("a1", "cpus:4", { used: ["f1 batch cpus:1", "f1 prod cpus:3"] });
    expect(unavailable("a1", 60)).toEqual(["f1 leaves a1 by 60"]);
  });

  it("are not repeated while one is outstanding (M2)", () => {
    const { tick, revive } = asked();
    expect(tick()).toEqual([]);
    expect(revive("f1")).toEqual([]);
  });

  it("go only to the agents of the run", () => {
    const { answer, unavailable } = asked();
    answer("f1", "a1", null);
    expect(unavailable("a2", 200)).toEqual(["f2 leaves a2 by 200"]);
  });

  it("wait for an inactive framework to come back, not for a suppressed one (M2)", () => {
    const { framework, unavailable, submit } = threeFrameworks();
    framework("deactivateFramework", "f1");
    submit({ op: "suppressOffers", framework: 1 as never, roles: [] });
    expect(unavailable("a1", 100)).toEqual([]);
    expect(unavailable("a2", 100)).toEqual(["f2 leaves a2 by 100"]);
    expect(framework("activateFramework", "f1")).toEqual(["f1 leaves a1 by 100"]);
  });

  it("go out for agents that are deactivated or not on the whitelist", () => {
    const { agent, submit, unavailable } = threeFrameworks();
    agent("deactivateAgent", "a1");
    submit({ op: "updateWhitelist", agents: [] });
    expect(unavailable("a1", 100)).toEqual(["f1 leaves a1 by 100"]);
    expect(unavailable("a2", 100)).toEqual(["f2 leaves a2 by 100"]);
  });

  it("wait for a framework that is not there yet, though it uses the agent (M5)", () => {
    const { addAgent, addFramework } = toldCluster();
    expect(addAgent("a1", "cpus:4", { used: ["f1 batch cpus:4"], unavailableAt: 60 })).toEqual([]);
    expect(addFramework("f1", "batch")).toEqual(["f1 leaves a1 by 60"]);
  });

  it("stop when nothing is held there any more (M5)", () => {
    const { answer, decline, framework, tick } = asked();
    answer("f1", "a1", false);
    framework("deactivateFramework", "f1");
    decline("f1", "batch", "a1", "cpus:4", 60);
    // The free agent is offered to others, who are asked to leave it at once.
    expect(tick()).toEqual(["f3 eng a1 cpus:4", "f3 leaves a1 by 100"]);
    expect(framework("activateFramework", "f1")).toEqual([]);
  });

  it("are made to a framework that left and came back, whatever filter it had", () => {
    const { addFramework, answer, framework } = asked();
    answer("f1", "a1", false, 60);
    framework("removeFramework", "f1");
    framework("deactivateFramework", "f3");
    framework("deactivateFramework", "f2");
    expect(addFramework("f1", "batch")).toEqual(["f1 batch a1 cpus:4", "f1 leaves a1 by 100"]);
  });
});

describe("an answer to an inverse offer (M3)", () => {
  it("is not needed of a framework that left: when it comes back it is asked anew", () => {
    const { addFramework, framework } = asked();
    framework("removeFramework", "f1");
    framework("deactivateFramework", "f3");
    expect(addFramework("f1", "batch")).toEqual(["f1 batch a1 cpus:4", "f1 leaves a1 by 100"]);
  });

  it.each([
    [true, ["a1 f1 ACCEPT"]],
    [false, ["a1 f1 DECLINE"]],
    [null, []],
  ])("accepted: %s, is kept as %j; the framework is asked again at the next run", (accepted, kept) => {
    const { answer, statuses, tick } = asked();
    expect(answer("f1", "a1", accepted)).toEqual([]);
    expect(statuses()).toEqual(kept);
    expect(tick()).toEqual(["f1 leaves a1 by 100"]);
  });

  it("that comes too late changes no status, but its filter holds", () => {
    const { answer, statuses, tick } = asked();
    answer("f1", "a1", true);
    answer("f1", "a1", false, 1.5);
    expect(statuses()).toEqual(["a1 f1 ACCEPT"]);
    expect(tick()).toEqual([]);
    expect(tick()).toEqual(["f1 leaves a1 by 100"]);
  });

  it("that times out leaves the last one standing", () => {
    const { answer, statuses, tick } = asked();
    answer("f1", "a1", false);
    tick();
    answer("f1", "a1", null);
    expect(statuses()).toEqual(["a1 f1 DECLINE"]);
  });

  /** Answered at 0 s, with a tick each second: asked again at the tick of so many seconds. */
  it.each([
    [0, 1],
    [0.5, 1],
    [1, 1],
    [1.25, 2],
    [2, 2],
    [-1, 5],
  ])("with a filter of %d s is over at %d s (F2, without the raise to the interval)", (refuse, seconds) => {
    const { answer, tick } = asked();
    answer("f1", "a1", false, refuse);
    for (let second = 1; second < seconds; second++) expect(tick()).toEqual([]);
    expect(tick()).toEqual(["f1 leaves a1 by 100"]);
  });

  it("is filtered for a year at most, and the longest of several filters counts", () => {
    const { answer, at, tick } = asked();
    answer("f1", "a1", false, 400 * 86_400);
    answer("f1", "a1", false, 10);
    at(365 * 86_400 - 2);
    expect(tick()).toEqual([]);
    expect(tick()).toEqual(["f1 leaves a1 by 100"]);
  });

  it("of one framework is not another's", () => {
    const { addAgent, addFramework, answer, tick } = toldCluster();
    addFramework("f1", "batch");
    addFramework("f2", "prod");
    addAgent("a1", "cpus:4", { used: ["f1 batch cpus:1", "f2 prod cpus:3"], unavailableAt: 60 });
    answer("f1", "a1", false, 60);
    answer("f2", "a1", true);
    expect(tick()).toEqual(["f2 leaves a1 by 60"]);
  });
});

describe("inverse filters are cleared (F5)", () => {
  function refused() {
    const told = asked();
    told.answer("f1", "a1", false, 60);
    expect(told.tick()).toEqual([]);
    return told;
  }

  it("by a revive, for whatever roles", () => {
    const { revive } = refused();
    expect(revive("f1", "batch")).toEqual(["f1 leaves a1 by 100"]);
  });

  it("but not by another framework's revive, nor by suppression", () => {
    const { revive, submit, tick } = refused();
    expect(revive("f2")).toEqual([]);
    submit({ op: "suppressOffers", framework: 0 as never, roles: [] });
    expect(tick()).toEqual([]);
  });

  it("by deactivation", () => {
    const { framework } = refused();
    framework("deactivateFramework", "f1");
    expect(framework("activateFramework", "f1")).toEqual(["f1 leaves a1 by 100"]);
  });

  it("by changed attributes of the agent, not by a changed host name (L4)", () => {
    const { updateAgent } = refused();
    expect(updateAgent("a1", "cpus:4", { attributes: ["rack:r1"], hostname: "elsewhere" })).toEqual([]);
    expect(updateAgent("a1", "cpus:4", { attributes: ["rack:r2"] })).toEqual(["f1 leaves a1 by 100"]);
  });

  it("by another unavailability (M1)", () => {
    const { unavailable } = refused();
    expect(unavailable("a1", 300)).toEqual(["f1 leaves a1 by 300"]);
  });

  it("with their agent", () => {
    const { agent, addAgent, framework } = refused();
    framework("deactivateFramework", "f3");
    agent("removeAgent", "a1");
    expect(addAgent("a1", "cpus:4", { unavailableAt: 80 })).toEqual(["f1 batch a1 cpus:4", "f1 leaves a1 by 80"]);
  });

  it("not by the interval, which is no shortest duration for them (M3)", () => {
    const { addAgent, addFramework, answer, tick } = toldCluster({ allocationInterval: 4 * SECOND });
    addFramework("f1", "batch");
    addAgent("a1", "cpus:4", { unavailableAt: 60 });
    answer("f1", "a1", false, 2);
    expect(tick()).toEqual(["f1 leaves a1 by 60"]);
  });
});
