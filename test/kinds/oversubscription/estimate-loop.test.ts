import { describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import type { ResourceKeys } from "../../../src/cluster/resource-keys.js";
import { DISCARDED, failed } from "../../../src/kinds/outcome.js";
import { ESTIMATE_DEFAULTS, EstimateLoop } from "../../../src/kinds/oversubscription/estimate-loop.js";
import { keysWithoutRoles } from "../../../src/kinds/oversubscription/revocable-part.js";
import { Asked } from "./asked.js";
import { ScriptedAgent } from "./scripted-agent.js";
import { VirtualTimer } from "./virtual-timer.js";

const SECOND = MICROS_PER_SECOND;

function setUp(settings = ESTIMATE_DEFAULTS, keys: ResourceKeys = keysWithoutRoles()) {
  const [estimator, agent, timer] = [new Asked(), new ScriptedAgent(), new VirtualTimer()];
  const loop = new EstimateLoop(estimator, agent, timer, keys, settings);
  return { estimator, agent, timer, loop };
}

describe("the estimate loop", () => {
  it("asks when the agent has recovered, not before (S1)", () => {
    const { estimator, timer, loop } = setUp();
    timer.advance(60 * SECOND);
    expect(estimator.estimates).toHaveLength(0);
    loop.start();
    expect(estimator.estimates).toHaveLength(1);
  });

  it("sends nothing while there is no estimate, then exactly the first one (T2)", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    timer.advance(15 * SECOND);
    expect(agent.updates).toEqual([]);
    estimator.estimate("cpus{REV}:1");
    expect(agent.updates).toEqual(["cpus{REV}:1"]);
  });

  it("sends a first answer of nothing, too: until then the agent had said nothing (S2)", () => {
    const { estimator, agent, loop } = setUp();
    loop.start();
    estimator.estimate("");
    expect(agent.updates).toEqual([""]);
  });

  it("sends the total: what is allocated revocable, of all frameworks, and the estimate (S2, E2)", () => {
    const { estimator, agent, loop } = setUp();
    agent.allocated = "cpus:4;cpus(prod):1;cpus{REV}:0.5;mem{REV}:64";
    loop.start();
    estimator.estimate("cpus{REV}:1.25;disk{REV}:10");
    expect(agent.updates).toEqual(["cpus{REV}:1.75;disk{REV}:10;mem{REV}:64"]);
  });

  it("has each answer replace the one before (E2), and sends only what changed (S2)", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    for (const estimate of ["cpus{REV}:2", "cpus{REV}:2", "cpus{REV}:1", "mem{REV}:5;cpus{REV}:1", ""]) {
      estimator.estimate(estimate);
      timer.advance(15 * SECOND);
    }
    expect(agent.updates).toEqual(["cpus{REV}:2", "cpus{REV}:1", "cpus{REV}:1;mem{REV}:5", ""]);
  });

  it("waits an interval after the answer: one question is open at a time (S2, E3)", () => {
    const { estimator, timer, loop } = setUp();
    loop.start();
    timer.advance(100 * SECOND);
    expect(estimator.estimates).toHaveLength(1);
    estimator.estimate("cpus{REV}:1");
    timer.advance(15 * SECOND - 1);
    expect(estimator.estimates).toHaveLength(1);
    timer.advance(1);
    expect(estimator.estimates).toHaveLength(2);
  });

  it("stalls for ever on an estimator that never answers, without a timer of its own (E3)", () => {
    const { timer, loop } = setUp();
    loop.start();
    timer.advance(3600 * SECOND);
    expect(timer.pending).toBe(0);
  });

  it("keeps the interval that it is given", () => {
    const { estimator, timer, loop } = setUp({ ...ESTIMATE_DEFAULTS, interval: 3 * SECOND });
    loop.start();
    estimator.estimate("");
    timer.advance(3 * SECOND);
    expect(estimator.estimates).toHaveLength(2);
  });

  it("logs what failed or was discarded, and asks again (S2)", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    estimator.estimates[0]?.(failed("no statistics"));
    timer.advance(15 * SECOND);
    estimator.estimates[1]?.(DISCARDED);
    timer.advance(15 * SECOND);
    expect(estimator.estimates).toHaveLength(3);
    expect(agent.warnings).toEqual([
      "the estimate of what can be oversubscribed failed: no statistics",
      "the estimate of what can be oversubscribed was discarded",
    ]);
    expect(agent.updates).toEqual([]);
  });

  it("takes the first of two ends of one question", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    estimator.estimate("cpus{REV}:1");
    estimator.estimate("cpus{REV}:9");
    timer.advance(15 * SECOND);
    estimator.estimates[0]?.({ kind: "ready", value: "cpus{REV}:8" });
    expect(agent.updates).toEqual(["cpus{REV}:1"]);
    expect(estimator.estimates).toHaveLength(2);
  });

  it.each(["RECOVERING", "DISCONNECTED", "TERMINATING"] as const)(
    "keeps what it learns while %s, and sends it after the registration (S2, S3)",
    (state) => {
      const { estimator, agent, timer, loop } = setUp();
      agent.state = state;
      loop.start();
      estimator.estimate("cpus{REV}:2");
      expect(agent.updates).toEqual([]);
      agent.state = "RUNNING";
      loop.registered();
      expect(agent.updates).toEqual(["cpus{REV}:2"]);
      timer.advance(15 * SECOND);
      estimator.estimate("cpus{REV}:2");
      expect(agent.updates).toEqual(["cpus{REV}:2"]);
    },
  );

  it("sends the latest total again after each registration, though unchanged (S3, T7)", () => {
    const { estimator, agent, loop } = setUp({ ...ESTIMATE_DEFAULTS, resourceProviders: false });
    loop.registered();
    expect(agent.updates).toEqual([]);
    loop.start();
    estimator.estimate("cpus{REV}:2");
    agent.state = "DISCONNECTED";
    agent.state = "RUNNING";
    loop.registered();
    expect(agent.updates).toEqual(["cpus{REV}:2", "cpus{REV}:2"]);
  });

  it("with resource providers sends an update at the registration even when nothing is known (S3)", () => {
    const { agent, loop } = setUp();
    loop.registered();
    expect(agent.updates).toEqual([null]);
  });

  it("calls an answer that is not all revocable a broken estimator, and asks no more (E2)", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    estimator.estimate("cpus{REV}:1;mem:64");
    expect(agent.faults).toEqual(["the estimator answered resources that are not revocable: cpus{REV}:1;mem:64"]);
    timer.advance(60 * SECOND);
    expect(estimator.estimates).toHaveLength(1);
    expect(agent.updates).toEqual([]);
  });

  it("calls an answer that is no resource text a broken estimator (E2)", () => {
    const { estimator, agent, loop } = setUp();
    loop.start();
    estimator.estimate("plenty");
    expect(agent.faults).toEqual([
      'the estimator answered "plenty": "plenty": a resource is written name:value, several joined by ;',
    ]);
  });

  it("calls an answer that measures a resource otherwise than the cluster does a broken estimator", () => {
    const keys = keysWithoutRoles();
    keys.parse("ports:[31000-32000]");
    const { estimator, agent, loop } = setUp(ESTIMATE_DEFAULTS, keys);
    loop.start();
    estimator.estimate("ports{REV}:3");
    expect(agent.faults).toEqual([
      'the estimator answered "ports{REV}:3": "ports{REV}": ports is a resource of ranges values elsewhere',
    ]);
  });

  it("ignores an answer that comes after the agent has gone, and starts anew when it is back", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    loop.stop();
    estimator.estimate("cpus{REV}:1");
    timer.advance(60 * SECOND);
    expect(agent.updates).toEqual([]);
    expect(estimator.estimates).toHaveLength(1);
    loop.start();
    estimator.estimate("cpus{REV}:1");
    expect(agent.updates).toEqual(["cpus{REV}:1"]);
  });

  it("started twice still has one question open", () => {
    const { estimator, agent, timer, loop } = setUp();
    loop.start();
    estimator.estimate("cpus{REV}:1");
    loop.start();
    expect(timer.pending).toBe(0);
    estimator.estimates[1]?.({ kind: "ready", value: "cpus{REV}:2" });
    expect(timer.pending).toBe(1);
    expect(agent.updates).toEqual(["cpus{REV}:1", "cpus{REV}:2"]);
  });
});
