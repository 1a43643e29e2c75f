import { describe, expect, it } from "vitest";
import { MICROS_PER_SECOND } from "../../../src/base/time.js";
import { ready } from "../../../src/kinds/outcome.js";
import { agentUpdate, agentUpdateMessage } from "../../../src/kinds/oversubscription/agent-update.js";
import { EstimateLoop } from "../../../src/kinds/oversubscription/estimate-loop.js";
import { createFixedResourceEstimator } from "../../../src/kinds/oversubscription/fixed-estimator.js";
import { createLoadQoSController } from "../../../src/kinds/oversubscription/load-qos-controller.js";
import { noPreemptions } from "../../../src/kinds/oversubscription/preemption-counters.js";
import { QosLoop } from "../../../src/kinds/oversubscription/qos-loop.js";
import { keysWithoutRoles } from "../../../src/kinds/oversubscription/revocable-part.js";
import { Asked } from "./asked.js";
import { ScriptedAgent } from "./scripted-agent.js";
import { executorUsage } from "./usage-fixtures.js";
import { VirtualTimer } from "./virtual-timer.js";

const INTERVAL = 15 * MICROS_PER_SECOND;

describe("an agent with its estimator and its master", () => {
  it("with the fixed estimator sends its total once: a task that uses some of it is no news (T6)", () => {
    const [agent, timer] = [new ScriptedAgent(), new VirtualTimer()];
    const creation = createFixedResourceEstimator([{ key: "resources", value: "cpus:2" }]);
    if (creation.kind === "failed") throw new Error(creation.message);
    creation.instance.initialize((complete) => {
      const executors = agent.allocated === "" ? [] : [executorUsage("e1", agent.allocated)];
      complete(ready({ executors, total: "cpus:8" }));
    });
    new EstimateLoop(creation.instance, agent, timer, keysWithoutRoles()).start();
    expect(agent.updates).toEqual(["cpus{REV}:2"]);
    agent.allocated = "cpus:1;cpus{REV}:1";
    timer.advance(4 * INTERVAL);
    expect(agent.updates).toEqual(["cpus{REV}:2"]);
  });

  it.each([
    ["more, 1 then 3 (T4)", "cpus{REV}:1", "cpus{REV}:3"],
    ["less, 3 then 1 (T5)", "cpus{REV}:3", "cpus{REV}:1"],
  ])("has the open revocable offer rescinded when the estimate is %s", (_case, first, second) => {
    const keys = keysWithoutRoles();
    const [estimator, agent, timer] = [new Asked(), new ScriptedAgent(), new VirtualTimer()];
    new EstimateLoop(estimator, agent, timer, keys).start();
    estimator.estimate(first);
    const told = agentUpdate(
      keys,
      { total: keys.parse("cpus:2"), offers: [] },
      agentUpdateMessage(agent.updates.at(-1) as string),
    );
    if (told.kind === "ignored") throw new Error(told.why);

    timer.advance(INTERVAL);
    estimator.estimate(second);
    const offers = [{ resources: keys.parse("cpus:2") }, { resources: keys.parse(first) }];
    const retold = agentUpdate(keys, { total: told.total, offers }, agentUpdateMessage(agent.updates.at(-1) as string));
    if (retold.kind === "ignored") throw new Error(retold.why);
    expect(retold.rescinded).toEqual([offers[1]]);
    expect(keys.format(retold.total)).toBe(`cpus:2;${second}`);
  });

  it("under load loses its revocable executors, and no other (T8, T10)", () => {
    const [agent, timer, counters] = [new ScriptedAgent(), new VirtualTimer(), noPreemptions()];
    const load = { fiveMinutes: 6.8, fifteenMinutes: 5.8 };
    const creation = createLoadQoSController([{ key: "load_threshold_5min", value: "7" }], { load: () => load });
    if (creation.kind === "failed") throw new Error(creation.message);
    agent.withFramework("batch").withFramework("web", { capabilities: ["PARTITION_AWARE"] });
    agent.withExecutor("batch", "e1").withExecutor("batch", "e2").withExecutor("web", "e3", { tasks: 2 });
    const executors = [
      executorUsage("e1", "cpus{REV}:1;mem:128"),
      executorUsage("e2", "cpus:1;mem:128"),
      executorUsage("e3", "cpus{REV}:7;mem:128", "web"),
    ];
    creation.instance.initialize((complete) => complete(ready({ executors, total: "cpus:8" })));
    new QosLoop(creation.instance, agent, timer, counters, INTERVAL).start();
    timer.advance(2 * INTERVAL);
    expect(agent.kills).toEqual([]);

    load.fiveMinutes = 7.2;
    timer.advance(INTERVAL);
    expect(agent.kills.map(({ executor, state }) => [executor, state])).toEqual([
      ["e1", "TASK_LOST"],
      ["e3", "TASK_GONE"],
    ]);
    expect(counters).toEqual({ "slave/executors_preempted": 2, "slave/tasks_lost": 1, "slave/tasks_gone": 2 });
  });
});
