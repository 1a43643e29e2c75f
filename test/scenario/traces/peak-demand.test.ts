import { describe, expect, it } from "vitest";
import type { AgentPlan, FrameworkPlan } from "../../../src/cluster/plan.js";
import { peakDemand } from "../../../src/scenario/traces/peak-demand.js";
import { loadText } from "../../fixtures/scenarios/load-text.js";

async function clusterOf(jobs: string): Promise<[readonly AgentPlan[], readonly FrameworkPlan[]]> {
  const { rows } = await loadText(`scenario: 1
agents: [{ count: 2, resources: "cpus:5;mem:100" }]
frameworks: [{ name: web, roles: [prod], workload: { batch: { ${jobs} } } }]
`);
  const { agents, frameworks } = (rows[0] as (typeof rows)[number]).plan;
  return [agents, frameworks];
}

describe("the peak of demand", () => {
  it("is of the resource that is asked for most, when the most runs at once", async () => {
    const cluster = await clusterOf('arrivals: { listed: [0s, 5s, 20s] }, resources: "cpus:1;mem:60", duration: 10s');
    expect(peakDemand(...cluster)).toEqual({ resource: "mem", share: 0.6 });
  });

  it("does not count a task that ends as another starts, and counts all tasks of a job", async () => {
    const cluster = await clusterOf('arrivals: { listed: [0s, 10s] }, resources: "cpus:1", duration: 10s, tasks: 4');
    expect(peakDemand(...cluster)).toEqual({ resource: "cpus", share: 0.4 });
  });

  it("may be more than there is, and is nothing when there are no jobs", async () => {
    const cluster = await clusterOf('jobs: 3, resources: "cpus:5", duration: 10s');
    expect(peakDemand(...cluster)).toEqual({ resource: "cpus", share: 1.5 });
    expect(peakDemand(cluster[0], [])).toBeNull();
  });
});
