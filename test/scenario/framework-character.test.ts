import { describe, expect, it } from "vitest";
import type { FrameworkPlan } from "../../src/cluster/plan.js";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

function scenario(framework: string, seed = 1): string {
  return `scenario: 1
seed: ${seed}
duration: 1h
agents:
  - { count: 2, resources: "cpus:4", attributes: { rack: r1 } }
  - { count: 1, resources: "cpus:4", attributes: { rack: r2, size: 4 } }
frameworks:
  - name: web
    roles: [prod]
    ${framework}
`;
}

async function characterOf(framework: string, seed = 1): Promise<FrameworkPlan["character"]> {
  return (await loadText(scenario(framework, seed))).rows[0]?.plan.frameworks[0]?.character;
}

describe("a framework's character", () => {
  it("is not there when nothing is said of it, or nothing that differs from others", async () => {
    expect(await characterOf("refuse: 5s")).toBeUndefined();
    expect(await characterOf("decisionTime: 0s")).toBeUndefined();
  });

  it("has decision times: one, those that are listed, or a thousand drawn from the seed", async () => {
    expect(await characterOf("decisionTime: 10s")).toEqual({ decisionTimes: Float64Array.of(10e6) });
    expect(await characterOf("decisionTime: { listed: [1s, 0s] }")).toEqual({ decisionTimes: Float64Array.of(1e6, 0) });
    const drawn = async (seed: number) =>
      (await characterOf("decisionTime: { uniform: [1s, 2s] }", seed))?.decisionTimes;
    const times = await drawn(1);
    expect(times).toHaveLength(1000);
    expect(times?.every((time) => time >= 1e6 && time <= 2e6)).toBe(true);
    expect(await drawn(1)).toEqual(times);
    expect(await drawn(2)).not.toEqual(times);
  });

  it("says what it accepts: amounts, agents by name and by attributes, and how many it declines first", async () => {
    const accepts = "accepts: { atLeast: { cpus: 2, mem: 1GB }, agents: [agent-003, agent-001], afterDeclining: 3 }";
    expect((await characterOf(accepts))?.accepts).toEqual({
      atLeast: [expect.objectContaining({ name: "cpus", milli: 2000 }), expect.objectContaining({ milli: 1024_000 })],
      agents: ["agent-001", "agent-003"],
      afterDeclining: 3,
    });
    expect((await characterOf("accepts: { attributes: { rack: r1 } }"))?.accepts?.agents).toEqual([
      "agent-001",
      "agent-002",
    ]);
    const both = "accepts: { agents: [agent-003, agent-001], attributes: { rack: r1 } }";
    expect((await characterOf(both))?.accepts?.agents).toEqual(["agent-001"]);
    expect((await characterOf("accepts: { atLeast: { cpus: 2 } }"))?.accepts?.agents).toBeNull();
  });

  it("reserves what it uses when it says so, but not for the default role", async () => {
    expect((await characterOf("reserves: true"))?.reserves).toBe(true);
    expect(await characterOf("reserves: false")).toBeUndefined();
    const complaints = await complaintsOf(scenario("reserves: true").replace("[prod]", "['*']"));
    expect(complaints).toEqual([
      expect.stringContaining('"true": nothing can be reserved for the role *; give the framework a role of its own'),
    ]);
  });

  it("hoards for a time or for ever, and up to an amount or everything", async () => {
    expect((await characterOf("hoards: {}"))?.hoards).toEqual({ duration: null, upTo: null });
    expect((await characterOf("hoards: { for: none, upTo: cpus:2 }"))?.hoards).toEqual({
      duration: null,
      upTo: [expect.objectContaining({ name: "cpus", milli: 2000 })],
    });
    expect((await characterOf("hoards: { for: 10m }"))?.hoards?.duration).toBe(600e6);
  });

  it("revives over and over", async () => {
    expect(await characterOf("revives: { every: 1s }")).toEqual({ revivesEvery: 1e6 });
  });

  it.each([
    ["decisionTime: soon", "a duration is a number with a unit"],
    ["decisionTime: 10", "a decision time is a constant such as 10s or one distribution"],
    ["accepts: {}", "accepts is a map of keys and values"],
    ["accepts: { agents: [agent-004] }", "the scenario has no such agent; did you mean"],
    ["accepts: { attributes: { size: '4' } }", "no agent of the scenario has these attributes"],
    ["accepts: { atLeast: 'cpus(prod):2' }", "a number for each name and nothing else"],
    ["accepts: { afterDeclining: 0 }", "a number of declined offers is a whole number from 1 to 1000000"],
    ["hoards: { for: 0s }", "this duration is at least one microsecond"],
    ["hoards: { until: 1m }", "until"],
    ["revives: { every: 0s }", "this duration is at least one microsecond"],
    ["revives: {}", "revives needs the key every"],
  ])("is refused at its place: %s", async (framework, rule) => {
    const complaints = await complaintsOf(scenario(framework));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^s\.yaml:10:\d+: /);
    expect(complaints[0]).toContain(rule);
  });
});
