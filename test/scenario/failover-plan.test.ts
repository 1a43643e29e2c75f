import { describe, expect, it } from "vitest";
import type { FailoverPlan } from "../../src/cluster/plan.js";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

function scenario(failover: string, capabilities = "[REVOCABLE_RESOURCES]"): string {
  return `scenario: 1
duration: 1h
agents: [{ resources: "cpus:4" }]
frameworks:
  - name: web
    roles: [prod]
    startsAt: 1m
    capabilities: ${capabilities}
    failover: ${failover}
`;
}

async function failoverOf(failover: string): Promise<FailoverPlan | undefined> {
  return (await loadText(scenario(failover))).rows[0]?.plan.frameworks[0]?.failover;
}

describe("the failover of a framework", () => {
  it("takes no time and changes nothing unless it is said", async () => {
    const before = ["MULTI_ROLE", "REVOCABLE_RESOURCES"];
    expect(await failoverOf("{ at: 2m }")).toEqual({ at: 120e6, duration: 0, capabilities: before });
    expect(await failoverOf("{ at: 2m, for: 10s }")).toMatchObject({ duration: 10e6, capabilities: before });
    expect(await failoverOf("{ at: 2m, capabilities: [] }")).toMatchObject({ capabilities: ["MULTI_ROLE"] });
    expect(await failoverOf("{ at: 2m, capabilities: [GPU_RESOURCES] }")).toMatchObject({
      capabilities: ["MULTI_ROLE", "GPU_RESOURCES"],
    });
  });

  it.each([
    ["{ at: 1m }", '"1m": a framework fails over after it has registered; name a later time'],
    ["{ for: 1m }", "a failover needs the key at"],
    ["{ at: 2m, capabilities: [FAST] }", '"FAST": a capability is one that Mesos knows'],
    ["{ at: 2m, capabilities: [PARTITION_AWARE] }", "a framework is PARTITION_AWARE for good, or never"],
    ["2m", "a failover is a map of at, for and capabilities"],
    ["{ at: 2m, to: b }", '"to": unknown key in a failover'],
  ])("is refused with %s", async (failover, complaint) => {
    expect(await complaintsOf(scenario(failover))).toEqual([expect.stringContaining(complaint)]);
  });
});
