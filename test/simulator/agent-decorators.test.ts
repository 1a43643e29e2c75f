import { describe, expect, test } from "vitest";
import type { AgentInfo } from "../../src/kinds/launch-info.js";
import { clusterPlan, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";
import { type PlainModule, PlainParticipants } from "./plain-participants.js";

interface Told {
  readonly agent: AgentInfo;
}

function hooked(...hooks: readonly PlainModule[]): PlainParticipants {
  const modules = hooks.map((hook, i) => [`h${i + 1}`, () => hook] as const);
  return new PlainParticipants({
    selection: { hooks: modules.map(([name]) => name) },
    modules: { Hook: Object.fromEntries(modules) },
  });
}

/** What is advertised, without the rest of the line. */
async function advertised(modules: PlainParticipants, sketch: PlanSketch = {}) {
  const seen = await observe(clusterPlan({ duration: 10, ...sketch }), greedy(), 1, modules);
  return seen.only("addAgent").map((line) => line.replace(/^(.*?) addAgent \S+ /, "$1 "));
}

describe("an agent with hooks", () => {
  test("advertises what they make of its resources, then of its attributes (H7)", async () => {
    const shown: AgentInfo[] = [];
    const lines = await advertised(
      hooked(
        {
          slaveResourcesDecorator: ({ agent }: Told) => {
            shown.push(agent);
            return "cpus:8;foo:{bar,baz};mem:64";
          },
        },
        {
          slaveResourcesDecorator: ({ agent }: Told) => agent.resources.replace("cpus:8", "cpus:6"),
          slaveAttributesDecorator: ({ agent }: Told) => {
            shown.push(agent);
            return `${agent.attributes};rack:rack1`;
          },
        },
      ),
      {
        agents: { a1: "cpus:4;mem:64" },
        profiles: { a1: { hostname: "h1", attributes: [{ name: "size", kind: "scalar", value: "4" }] } },
      },
    );
    expect(shown).toEqual([
      { id: "a1", hostname: "h1", resources: "cpus:4;mem:64", attributes: "size:4" },
      { id: "a1", hostname: "h1", resources: "cpus:6;foo:{bar,baz};mem:64", attributes: "size:4" },
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^0 cpus:6;foo:\{bar,baz\};mem:64 /);
    expect(lines[0]).toContain('{"name":"rack","kind":"text","value":"rack1"}');
  });

  test("runs tasks in resources that only its hooks have given it", async () => {
    const modules = hooked({ slaveResourcesDecorator: () => "cpus:9;gadgets:3" });
    const plan = clusterPlan({
      frameworks: [
        {
          name: "f",
          jobs: [
            { needs: "cpus:9", runs: 5 },
            { needs: "gadgets:3", runs: 5 },
          ],
        },
      ],
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.end).toMatchObject({ endedAt: 5_000_000, reason: "jobsEnded" });
    expect(seen.told("agent")).toEqual(["0 agent a1 cpus:9;gadgets:3"]);
  });

  test("is decorated anew each time that its process starts, and the master's hooks hear of its loss", async () => {
    const lost: AgentInfo[] = [];
    let starts = 0;
    const modules = hooked({
      slaveResourcesDecorator: () => `cpus:${++starts}`,
      masterSlaveLostHook: ({ agent }: Told) => {
        lost.push(agent);
        return null;
      },
    });
    const lines = await advertised(modules, { faults: [{ at: 2, agent: "a1", lasts: 3 }] });
    expect(lines.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(["0 cpus:1", "5 cpus:2"]);
    expect(lost).toEqual([{ id: "a1", hostname: "a1", resources: "cpus:1", attributes: "" }]);
  });

  test("is as it was where they have no opinion (H5)", async () => {
    const plain = await observe(clusterPlan({ duration: 10 }), greedy());
    const lines = await advertised(hooked({ slaveResourcesDecorator: () => null }));
    expect(lines.map((line) => line.split(" ")[1])).toEqual(["cpus:4"]);
    expect(lines[0]).not.toContain("profile");
    expect(plain.only("addAgent")[0]).toContain("cpus:4");
  });

  test.each([
    ["resources", { slaveResourcesDecorator: () => "cpus:-1" }],
    ["attributes", { slaveAttributesDecorator: () => "rack" }],
  ])("fails its row where they leave %s that cannot be read", async (what, hook) => {
    await expect(advertised(hooked(hook))).rejects.toMatchObject({
      kind: "illegalDecision",
      message: expect.stringMatching(new RegExp(`${what}|${Object.keys(hook)[0]}`)),
    });
  });
});
