import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agentOrder } from "../../../src/allocator/hierarchical/agent-order.js";
import { AllocationCycle } from "../../../src/allocator/hierarchical/allocation-cycle.js";
import { createClusterView } from "../../../src/allocator/hierarchical/cluster-view.js";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import type { AgentId } from "../../../src/cluster/ids.js";
import { replayFile } from "../../../src/journal/replay.js";
import { historyOptions } from "../../fixtures/random-history.js";
import { journalFolder } from "../../journal/journal-file-fixture.js";
import { lottery } from "./lottery.js";
import { recordedHistory, reseeded } from "./recorded-history.js";

const SHUFFLE = { agentOrder: "shuffle" } as const;
const folder = journalFolder();

/** Two equal frameworks: with DRF the second agent that is visited goes to the one that did not get the first. */
async function alternating(order: "id" | "shuffle", seed = 1) {
  const drf = { roleSorter: "drf", frameworkSorter: "drf", agentOrder: order } as const;
  const { draw } = await lottery({ frameworks: { a: "eng", b: "ops" }, agents: 4, seed, options: drf });
  return Array.from({ length: 40 }, () => draw().join(", "));
}

describe("the order of agents", () => {
  it("is that of their ids unless told otherwise", async () => {
    expect(new Set(await alternating("id"))).toEqual(new Set(["a agent-1, a agent-3, b agent-2, b agent-4"]));
  });

  it("is another one in each cycle when it is shuffled", async () => {
    const rounds = new Set(await alternating("shuffle"));
    // Two agents of four for each framework: six ways.
    expect(rounds.size).toBe(6);
  });

  it("is the same with the same seed, and another with another", async () => {
    expect(await alternating("shuffle", 5)).toEqual(await alternating("shuffle", 5));
    expect(await alternating("shuffle", 5)).not.toEqual(await alternating("shuffle", 6));
  });

  it("is arranged before the guarantees, and again before what is left", () => {
    const directory = createDirectory({ agents: ["a1", "a2", "a3"], frameworks: [], roles: [] });
    const view = createClusterView({ directory, options: historyOptions(directory), parameters: {}, seed: 1 });
    for (const agent of directory.agents.ids()) view.agents.add(agent, directory.resourceKeys.parse("cpus:1;mem:64"));
    const arranged: AgentId[][] = [];
    const cycle = new AllocationCycle(view, (agents) => {
      arranged.push([...agents]);
      agents.reverse();
    });
    cycle.run(0, true, null);
    expect(arranged).toEqual([
      [0, 1, 2],
      [2, 1, 0],
    ]);
  });

  it("is shuffled afresh each time, and loses no agent", () => {
    const arrange = agentOrder({ options: { agentOrder: "shuffle" }, seed: 1 });
    const agents = [0, 1, 2, 3, 4, 5, 6, 7] as AgentId[];
    const orders = Array.from({ length: 10 }, () => {
      arrange(agents);
      return agents.join();
    });
    expect(new Set(orders).size).toBe(10);
    expect(agents.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("has each agent in each place equally often", () => {
    const rounds = 20_000;
    const arrange = agentOrder({ options: { agentOrder: "shuffle" }, seed: 2 });
    const counts = new Map<string, number>();
    for (let i = 0; i < rounds; i++) {
      const agents = [0, 1, 2, 3] as AgentId[];
      arrange(agents);
      counts.set(agents.join(), (counts.get(agents.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count / rounds - 1 / 24)).toBeLessThan(0.006);
  });
});

describe("a run with shuffled agents", () => {
  it("is legal over random histories, and is replayed from its journal as identical", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom("drf", "random"), async (seed, sorter) => {
        const options = { ...SHUFFLE, roleSorter: sorter, frameworkSorter: sorter } as const;
        const { journal } = await recordedHistory(seed, options);
        expect(journal[0]).toContain(`"agentOrder":"shuffle","seed":${seed}`);
        const replayed = await replayFile(folder.write("shuffled.jsonl", journal), createHierarchical);
        expect(replayed.firstDifference).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it("is not the run of its journal with another seed in the header", async () => {
    const verdicts: boolean[] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const { journal } = await recordedHistory(seed, SHUFFLE);
      const file = folder.write("reseeded.jsonl", reseeded(journal, seed + 1));
      verdicts.push((await replayFile(file, createHierarchical)).identical);
    }
    // In some histories there is never a choice between agents.
    expect(verdicts).toContain(false);
  });
});
