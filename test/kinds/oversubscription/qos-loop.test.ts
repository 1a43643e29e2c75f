import { describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import { DISCARDED, failed } from "../../../src/kinds/outcome.js";
import type { AgentExecutor } from "../../../src/kinds/oversubscription/oversubscribed-agent.js";
import { noPreemptions } from "../../../src/kinds/oversubscription/preemption-counters.js";
import { killCorrection, type QosCorrection } from "../../../src/kinds/oversubscription/qos-controller.js";
import { QOS_CORRECTION_INTERVAL_MIN, QosLoop } from "../../../src/kinds/oversubscription/qos-loop.js";
import { INSTANT_ANSWER_WAIT } from "../../../src/kinds/oversubscription/question-loop.js";
import { Asked } from "./asked.js";
import { ScriptedAgent } from "./scripted-agent.js";
import { VirtualTimer } from "./virtual-timer.js";

const SECOND = MICROS_PER_SECOND;

function setUp(interval = QOS_CORRECTION_INTERVAL_MIN) {
  const [controller, agent, timer] = [new Asked(), new ScriptedAgent(), new VirtualTimer()];
  const counters = noPreemptions();
  const loop = new QosLoop(controller, agent, timer, counters, interval);
  agent.withFramework("batch").withExecutor("batch", "e1");
  return { controller, agent, timer, counters, loop };
}

describe("the QoS loop", () => {
  it("asks when the agent has recovered (S1), and has one question open at a time (S5)", () => {
    const { controller, timer, loop } = setUp();
    timer.advance(SECOND);
    expect(controller.correctionLists).toHaveLength(0);
    loop.start();
    timer.advance(60 * SECOND);
    expect(controller.correctionLists).toHaveLength(1);
  });

  it("asks again right after an answer that took time, or after the least interval (S5)", () => {
    const { controller, timer, loop } = setUp();
    loop.start();
    timer.advance(SECOND);
    controller.correct();
    timer.advance(0);
    expect(controller.correctionLists).toHaveLength(2);

    const slow = setUp(20 * SECOND);
    slow.loop.start();
    slow.controller.correct();
    slow.timer.advance(20 * SECOND - 1);
    expect(slow.controller.correctionLists).toHaveLength(1);
    slow.timer.advance(1);
    expect(slow.controller.correctionLists).toHaveLength(2);
  });

  it("lets time pass between answers that take none, so that virtual time does not stand still", () => {
    const { agent, timer, counters } = setUp();
    let questions = 0;
    const eager = {
      initialize: () => ({ kind: "initialized" }) as const,
      corrections: (complete: (outcome: { kind: "ready"; value: readonly QosCorrection[] }) => void) => {
        questions++;
        complete({ kind: "ready", value: [] });
      },
    };
    new QosLoop(eager, agent, timer, counters).start();
    timer.advance(10 * INSTANT_ANSWER_WAIT);
    expect(questions).toBe(11);
  });

  it("kills an executor: preempted, and its tasks lost (S7, T8)", () => {
    const { controller, agent, counters, loop } = setUp();
    loop.start();
    expect(counters["slave/executors_preempted"]).toBe(0);
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills).toEqual([
      { framework: "batch", executor: "e1", state: "TASK_LOST", reason: "CONTAINER_PREEMPTED", source: "agent" },
    ]);
    expect(counters).toEqual({ "slave/executors_preempted": 1, "slave/tasks_lost": 1, "slave/tasks_gone": 0 });
  });

  it("of a partition-aware framework the tasks are gone (S7, T8)", () => {
    const { controller, agent, counters, loop } = setUp();
    agent.withFramework("batch", { capabilities: ["MULTI_ROLE", "PARTITION_AWARE"] });
    loop.start();
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills.map(({ state }) => state)).toEqual(["TASK_GONE"]);
    expect(counters).toEqual({ "slave/executors_preempted": 1, "slave/tasks_lost": 0, "slave/tasks_gone": 1 });
  });

  it("gives every task of the executor that has not ended that state (S7)", () => {
    const { controller, agent, counters, loop } = setUp();
    agent.withExecutor("batch", "e1", { tasks: 3 }).withExecutor("batch", "e2", { tasks: 0 });
    loop.start();
    controller.correct(killCorrection("batch", "e1"), killCorrection("batch", "e2"));
    expect(counters).toEqual({ "slave/executors_preempted": 2, "slave/tasks_lost": 3, "slave/tasks_gone": 0 });
  });

  it("kills an executor that registers still, and one that has nothing revocable (S8)", () => {
    const { controller, agent, loop } = setUp();
    agent.allocated = "cpus:4";
    agent.withExecutor("batch", "e1", { state: "REGISTERING" });
    loop.start();
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills).toHaveLength(1);
  });

  it("kills an executor in the very container that the correction names (Q2)", () => {
    const { controller, agent, loop } = setUp();
    loop.start();
    controller.correct(killCorrection("batch", "e1", "c1"));
    expect(agent.kills).toHaveLength(1);
  });

  it.each<[why: string, correction: QosCorrection]>([
    ["it names no framework", { type: "KILL", kill: { framework: null, executor: "e1", container: null } }],
    ["it names no framework", { type: "KILL", kill: null }],
    ["it names no executor", { type: "KILL", kill: { framework: "batch", executor: null, container: null } }],
    ["framework web is unknown", killCorrection("web", "e1")],
    ["framework leaving is terminating", killCorrection("leaving", "e1")],
    ["executor e9 of framework batch is unknown", killCorrection("batch", "e9")],
    ["executor e1 of framework batch runs in container c1, not c0", killCorrection("batch", "e1", "c0")],
    ["executor e2 of framework batch is terminating", killCorrection("batch", "e2")],
    ["executor e3 of framework batch is terminated", killCorrection("batch", "e3")],
    ["its type is FREEZE, and only KILL is known", { ...killCorrection("batch", "e1"), type: "FREEZE" }],
  ])("ignores a correction with a warning when %s (S6)", (why, correction) => {
    const { controller, agent, counters, loop } = setUp();
    agent.withFramework("leaving", { state: "TERMINATING" }).withExecutor("leaving", "e1");
    agent.withExecutor("batch", "e2", { state: "TERMINATING" }).withExecutor("batch", "e3", { state: "TERMINATED" });
    loop.start();
    controller.correct(correction);
    expect(agent.kills).toEqual([]);
    expect(agent.warnings).toEqual([`a QoS correction is ignored: ${why}`]);
    expect(counters).toEqual(noPreemptions());
  });

  it("carries out the rest of a list when it ignores a part, and each kill once (S6)", () => {
    const { controller, agent, counters, loop } = setUp();
    agent.withExecutor("batch", "e2");
    loop.start();
    controller.correct(
      killCorrection("batch", "gone"),
      killCorrection("batch", "e1"),
      killCorrection("batch", "e1"),
      killCorrection("batch", "e2"),
    );
    expect(agent.kills.map(({ executor }) => executor)).toEqual(["e1", "e2"]);
    expect(counters["slave/executors_preempted"]).toBe(2);
  });

  it("leaves a new executor of the same id alone when the container is named (Q2, S6)", () => {
    const { controller, agent, loop } = setUp();
    loop.start();
    agent.withExecutor("batch", "e1", { container: "c2" } satisfies Partial<AgentExecutor>);
    controller.correct(killCorrection("batch", "e1", "c1"));
    expect(agent.kills).toEqual([]);
  });

  it.each(["RECOVERING", "TERMINATING"] as const)("ignores corrections while %s, and asks on (S5)", (state) => {
    const { controller, agent, timer, loop } = setUp();
    agent.state = state;
    loop.start();
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills).toEqual([]);
    timer.advance(INSTANT_ANSWER_WAIT);
    agent.state = "RUNNING";
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills).toHaveLength(1);
  });

  it("acts while DISCONNECTED, too (S5)", () => {
    const { controller, agent, loop } = setUp();
    agent.state = "DISCONNECTED";
    loop.start();
    controller.correct(killCorrection("batch", "e1"));
    expect(agent.kills).toHaveLength(1);
  });

  it("logs a failed or discarded answer, and asks again", () => {
    const { controller, agent, timer, loop } = setUp();
    loop.start();
    controller.correctionLists[0]?.(failed("no load"));
    timer.advance(INSTANT_ANSWER_WAIT);
    controller.correctionLists[1]?.(DISCARDED);
    timer.advance(INSTANT_ANSWER_WAIT);
    expect(agent.warnings).toEqual(["the QoS corrections failed: no load", "the QoS corrections were discarded"]);
    expect(controller.correctionLists).toHaveLength(3);
  });

  it("ignores an answer that comes after the agent has gone", () => {
    const { controller, agent, timer, loop } = setUp();
    loop.start();
    loop.stop();
    controller.correct(killCorrection("batch", "e1"));
    timer.advance(60 * SECOND);
    expect(agent.kills).toEqual([]);
    expect(controller.correctionLists).toHaveLength(1);
  });
});
