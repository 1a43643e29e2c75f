import { describe, expect, test } from "vitest";
import type { ContainerConfig, ContainersLeft } from "../../../src/kinds/isolator/container-config.js";
import { DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { AgentFixture, CONFIG, scriptedAgent } from "./agent-fixture.js";
import { ScriptedIsolator } from "./scripted-isolator.js";

const STANDALONE: ContainerConfig = { ...CONFIG, task: null };

function recovered(agent: AgentFixture, left: ContainersLeft): Outcome<null>[] {
  const outcomes: Outcome<null>[] = [];
  agent.containerizer.recover(left, (outcome) => outcomes.push(outcome));
  return outcomes;
}

describe("I2: an agent that recovers", () => {
  const left: ContainersLeft = {
    states: [
      { container: "c1", pid: 11, config: CONFIG },
      { container: "c2", pid: 12, config: { ...CONFIG, parent: "c1" } },
      { container: "c3", pid: 13, config: STANDALONE },
      { container: "c4", pid: 14, config: { ...STANDALONE, parent: "c3" } },
    ],
    orphans: [
      { container: "c5", parent: null, standalone: false },
      { container: "c6", parent: "c5", standalone: false },
    ],
  };

  test.each([
    [{}, ["c1"], ["c5"]],
    [{ nesting: true }, ["c1", "c2"], ["c5", "c6"]],
    [{ standalone: true }, ["c1", "c3"], ["c5"]],
    [{ nesting: true, standalone: true }, ["c1", "c2", "c3", "c4"], ["c5", "c6"]],
  ])("tells an isolator that supports %j of no other containers", (supports, containers, orphans) => {
    let isolator: ScriptedIsolator | undefined;
    const agent = new AgentFixture((log) => {
      isolator = new ScriptedIsolator("a", log, {}, supports);
      return [isolator.isolator];
    });
    recovered(agent, left);
    expect(isolator?.inputs[0]).toEqual({
      method: "recover",
      input: { states: left.states.filter(({ container }) => containers.includes(container)), orphans },
    });
    expect(agent.log.filter((line) => line.startsWith("a.watch"))).toEqual(containers.map((c) => `a.watch ${c}`));
  });

  test("asks all isolators side by side, then watches what goes on, then destroys the orphans", () => {
    const { agent, isolators } = scriptedAgent([{ recover: "hold" }, { recover: "hold" }]);
    const outcomes = recovered(agent, {
      states: [{ container: "c1", pid: 11, config: CONFIG }],
      orphans: [{ container: "c9", parent: null, standalone: false }],
    });
    expect(agent.news()).toEqual(["a.recover", "b.recover"]);
    isolators[1]?.answer("recover", ready(null));
    expect(agent.news()).toEqual([]);
    isolators[0]?.answer("recover", ready(null));
    expect(agent.news()).toEqual(["a.watch c1", "b.watch c1", "b.cleanup c9", "a.cleanup c9", "terminated c9"]);
    expect(outcomes).toEqual([ready(null)]);
    expect(agent.containerizer.containers).toEqual(["c1"]);
    expect(agent.containerizer.stageOf("c1")).toBe("RUNNING");
  });

  test.each([
    [failed("no checkpoint"), "no checkpoint"],
    [DISCARDED, "discarded"],
  ])("fails when one isolator does (%j)", (outcome, why) => {
    const { agent } = scriptedAgent([{}, { recover: outcome }]);
    const outcomes = recovered(agent, left);
    expect(outcomes).toEqual([failed(`isolator b: recover: ${why}`)]);
    expect(agent.log).toEqual(["a.recover", "b.recover"]);
  });

  test("refuses a container whose parent is not there", () => {
    const { agent } = scriptedAgent([{}]);
    const states = [{ container: "c2", pid: 12, config: { ...CONFIG, parent: "c1" } }];
    expect(recovered(agent, { states, orphans: [] })).toEqual([
      failed("container c2 is nested in one that is not there"),
    ]);
  });

  test("goes on with what another agent process left: limits hold, ends are told", () => {
    const before = scriptedAgent([{ prepare: "hold" }]);
    before.agent.containerizer.launch("c1", CONFIG);
    before.isolators[0]?.answer("prepare", ready(null));
    before.agent.containerizer.update("c1", "cpus:2;mem:1024", {});
    before.agent.containerizer.launch("c2", CONFIG);
    const { leftBehind } = before.agent.containerizer;
    before.agent.containerizer.close();
    expect(leftBehind).toEqual({
      states: [{ container: "c1", pid: 1, config: { ...CONFIG, resources: "cpus:2;mem:1024" } }],
      orphans: [{ container: "c2", parent: null, standalone: false }],
    });

    const after = scriptedAgent([{ watch: "hold" }]);
    recovered(after.agent, JSON.parse(JSON.stringify(leftBehind)) as ContainersLeft);
    after.isolators[0]?.answer("watch", ready({ reason: "CONTAINER_LIMITATION" }));
    expect(after.agent.news()).toEqual([
      "a.recover",
      "a.watch c1",
      "a.cleanup c2",
      "terminated c2",
      "a.cleanup c1",
      "terminated c1",
    ]);
  });

  test("finds a container that ran inside one that did not run yet as an orphan, like that one", () => {
    const { agent, isolators } = scriptedAgent([{ isolate: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.launch("c2", { ...CONFIG, parent: "c1" });
    isolators[0]?.answer("isolate", ready(null), "c2");
    expect(["c1", "c2"].map((container) => agent.containerizer.stageOf(container))).toEqual(["ISOLATING", "RUNNING"]);
    expect(agent.containerizer.leftBehind).toEqual({
      states: [],
      orphans: [
        { container: "c1", parent: null, standalone: false },
        { container: "c2", parent: "c1", standalone: false },
      ],
    });
  });

  test("hears nothing more of an agent process that is gone", () => {
    const { agent, isolators } = scriptedAgent([{ watch: "hold", prepare: "hold" }]);
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.close();
    agent.news();
    isolators[0]?.answer("prepare", ready(null));
    agent.containerizer.launch("c2", CONFIG);
    agent.containerizer.destroy("c1");
    expect(agent.news()).toEqual([]);
  });
});
