import { describe, expect, it } from "vitest";
import type { Decisions } from "../../src/allocator/decisions.js";
import type { Operation } from "../../src/allocator/operations.js";
import { packageFile } from "../../src/base/package-files.js";
import { createDirectory } from "../../src/cluster/directory.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { historyOptions } from "../fixtures/random-history.js";

const LANGUAGES: readonly (readonly [language: string, file: string])[] = [["Python", "hierarchical-steps.py"]];

const T = 7_000_000;

/**
 * Three agents of 4, 2 and 1 cpus are given out, to etl and ml in batch and to web in prod. On the fourth agent etl runs a
 * task on revocable resources, while prod waits for a part of its guarantee that is not there.
 */
async function decide(file: string, step: string) {
  const directory = createDirectory({
    agents: ["a1", "a2", "a3", "a4"],
    frameworks: ["etl", "ml", "web"],
    roles: ["batch", "prod"],
  });
  const resources = (text: string) => directory.resourceKeys.parse(text);
  const framework = (id: number, role: number): Operation => ({
    op: "addFramework",
    framework: id as FrameworkId,
    roles: [role as RoleId],
    capabilities: ["MULTI_ROLE"],
    suppressedRoles: [],
    active: true,
  });
  const agent = (id: number, total: string): Operation => {
    return { op: "addAgent", agent: id as AgentId, total: resources(total), used: [] };
  };
  const asked = {
    id: "r",
    role: 1 as RoleId,
    resources: resources("cpus:2;mem:100"),
    count: 5,
    gang: false,
    priority: null,
    estimateSeconds: null,
  };
  const operations: Operation[] = [
    framework(0, 0),
    framework(1, 0),
    framework(2, 1),
    agent(0, "cpus:4;mem:400"),
    agent(1, "cpus:2;mem:200"),
    agent(2, "cpus:1;mem:100"),
    { op: "requestResources", framework: 2 as FrameworkId, requests: [asked] },
  ];
  const printed: string[] = [];
  const path = packageFile("test", "fixtures", "allocators", file);
  const context = { directory, options: historyOptions(directory), parameters: { step }, seed: 1 };
  const allocator = await loadAllocator({ path, print: (line) => void printed.push(line) }, context, UNLIMITED);
  const ask = (list: readonly Operation[]) => {
    return allocator.decide(
      T,
      list.map((operation) => ({ t: T, operation })),
      null,
    );
  };
  const given = ask(operations);
  const [task, held] = [directory.tasks.intern("t1"), resources("cpus{REV}:3")];
  const on = { framework: 0 as FrameworkId, role: 0 as RoleId, agent: 3 as AgentId };
  ask([{ op: "addAgent", agent: on.agent, total: held, used: [{ ...on, resources: held }] }]);
  const guarantees = directory.resourceKeys.parseQuantities("cpus:6");
  const later = ask([
    { op: "acceptOffer", ...on, resources: held, task },
    { op: "updateQuota", role: 1 as RoleId, guarantees, limits: resources("") },
  ]);
  allocator.close();
  return { offers: offersOf(given), revocations: later.revocations, printed };
}

/** Agent -> framework */
function offersOf({ offers }: Decisions): string {
  const names = offers.map(({ agent, framework }) => `a${agent + 1} ${["etl", "ml", "web"][framework]}`);
  return names.sort().join(", ");
}

describe.each(LANGUAGES)("the hierarchical base in %s", (_, file) => {
  const BASE = "a1 etl, a2 web, a3 web";

  it.each([
    ["no step", "Hierarchical", BASE],
    ["the choice of agents", "ChooseAgents", "a1 ml, a2 web, a3 etl"],
    ["the order of roles", "SortRoles", "a1 web, a2 web, a3 web"],
    ["the order of frameworks", "SortFrameworks", "a1 ml, a2 web, a3 web"],
    ["the score", "Score", "a1 ml, a2 web, a3 web"],
    ["the choice of victims", "ChooseVictims", BASE],
  ])("has %s overridden alone", async (_what, step, offers) => {
    const decided = await decide(file, step);
    expect(decided.offers).toBe(offers);
    const isReclaiming = step === "ChooseVictims";
    expect(decided.printed).toEqual(isReclaiming ? ["prod cpus:3"] : []);
    expect(decided.revocations).toMatchObject(
      isReclaiming ? [{ framework: 0, role: 0, agent: 3, deadline: T + 5_000_000, task: 0 }] : [],
    );
  });
});
