import { describe, expect, it } from "vitest";
import type { AllocatorOptions } from "../../../src/allocator/allocator.js";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { AllocatorSession } from "../../../src/allocator/session.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";

const SECOND = 1_000_000;

/**
 * A cluster of agents a1.., told in short words; each call returns the offers it caused as `framework role agent
 * resources`.
 */
async function cluster(options: Partial<AllocatorOptions> = {}) {
  const directory = createDirectory({
    agents: ["a1", "a2", "a3"],
    frameworks: ["f1", "f2", "f3"],
    roles: ["batch", "eng/ml", "prod"],
  });
  const { agents, frameworks, roles, resourceKeys } = directory;
  const allocator = await createHierarchical({
    directory,
    options: {
      ...OPTION_DEFAULTS,
      allocationInterval: SECOND,
      minAllocatable: [],
      ...options,
    },
    parameters: {},
    seed: 0,
  });
  const session = new AllocatorSession(allocator, directory, OPTION_DEFAULTS, { enter() {}, leave() {} });
  let t = 0;
  const submit = (operation: Operation) =>
    session
      .submit(t, operation)
      .offers.map((o) =>
        [frameworks.name(o.framework), roles.name(o.role), agents.name(o.agent), resourceKeys.format(o.resources)].join(
          " ",
        ),
      );
  return {
    submit,
    addAgent: (agent: string, total: string, used: readonly (readonly [string, string, string])[] = []) =>
      submit({
        op: "addAgent",
        agent: agents.id(agent),
        total: resourceKeys.parse(total),
        used: used.map(([framework, role, resources]) => ({
          framework: frameworks.id(framework),
          role: roles.id(role),
          resources: resourceKeys.parse(resources),
        })),
      }),
    addFramework: (framework: string, role: string) =>
      submit({
        op: "addFramework",
        framework: frameworks.id(framework),
        roles: [roles.id(role)],
        capabilities: ["MULTI_ROLE"],
        suppressedRoles: [],
        active: true,
      }),
    quota: (role: string, guarantees: string, limits: string) =>
      submit({
        op: "updateQuota",
        role: roles.id(role),
        guarantees: resourceKeys.parseQuantities(guarantees),
        limits: resourceKeys.parseQuantities(limits, "keep"),
      }),
    recover: (framework: string, role: string, agent: string, resources: string, allocated = false) =>
      submit({
        op: "recoverResources",
        framework: frameworks.id(framework),
        role: roles.id(role),
        agent: agents.id(agent),
        resources: resourceKeys.parse(resources),
        refuse: null,
        allocated,
        task: null,
      }),
    tick: () => {
      t += SECOND;
      return submit({ op: "allocate", wake: false });
    },
  };
}

const EACH = "cpus:4;mem:4096";

/** One tick over three agents of which nothing was offered before: they were not on the whitelist. */
async function oneRun(told: {
  readonly guarantees: string;
  readonly limits: string;
  readonly frameworks: readonly (readonly [string, string])[];
  readonly firstAgent?: string;
}) {
  const { submit, quota, addAgent, addFramework, tick } = await cluster();
  quota("prod", told.guarantees, told.limits);
  submit({ op: "updateWhitelist", agents: [] });
  for (const [agent, total] of Object.entries({ a1: told.firstAgent ?? EACH, a2: EACH, a3: EACH }))
    addAgent(agent, total);
  for (const [framework, role] of told.frameworks) addFramework(framework, role);
  submit({ op: "updateWhitelist", agents: null });
  return tick();
}

describe("the hierarchical allocator, one run over three agents of cpus:4;mem:4096", () => {
  const QUOTA = "cpus:6;mem:6144";
  const BATCH = [["f2", "batch"]] as const;
  const BOTH = [["f1", "prod"], ...BATCH] as const;

  it("satisfies the guarantee agent by agent and gives the rest to the others", async () => {
    expect(await oneRun({ guarantees: QUOTA, limits: QUOTA, frameworks: BOTH })).toEqual([
      "f1 prod a1 cpus:4;mem:4096",
      "f1 prod a2 cpus:2;mem:2048",
      "f2 batch a2 cpus:2;mem:2048",
      "f2 batch a3 cpus:4;mem:4096",
    ]);
  });

  it("holds a guarantee back whose role has no framework", async () => {
    expect(await oneRun({ guarantees: QUOTA, limits: QUOTA, frameworks: BATCH })).toEqual([
      "f2 batch a1 cpus:4;mem:4096",
      "f2 batch a2 cpus:2;mem:2048",
    ]);
  });

  it("counts idle reservations of the absent role as consumed", async () => {
    const firstAgent = "cpus:1;mem:1024;cpus(prod):3;mem(prod):3072";
    expect(await oneRun({ guarantees: QUOTA, limits: QUOTA, frameworks: BATCH, firstAgent })).toEqual([
      "f2 batch a1 cpus:1;mem:1024",
      "f2 batch a2 cpus:4;mem:4096",
      "f2 batch a3 cpus:1;mem:1024",
    ]);
  });

  it("lets a role burst above its guarantee where there is no limit", async () => {
    expect(await oneRun({ guarantees: QUOTA, limits: "", frameworks: BOTH })).toEqual([
      "f1 prod a1 cpus:4;mem:4096",
      "f1 prod a2 cpus:4;mem:4096",
      "f2 batch a3 cpus:4;mem:4096",
    ]);
  });
});

describe("the hierarchical allocator", () => {
  it("refuses a random sorter beside a DRF one, by name", async () => {
    await expect(cluster({ roleSorter: "random" })).rejects.toMatchObject({
      kind: "loadFailed",
      message: 'roleSorter and frameworkSorter are both "drf" or both "random", not "random" and "drf"',
    });
  });

  it("takes what a framework uses that is not there yet from the agent, and counts it once the framework comes (L1)", async () => {
    const told = await cluster();
    told.addFramework("f2", "batch");
    expect(told.addAgent("a1", "cpus:4", [["f1", "batch", "cpus:3"]])).toEqual(["f2 batch a1 cpus:1"]);
    told.recover("f2", "batch", "a1", "cpus:1");
    // f1 now has the greater share, so the free cpu stays with f2.
    expect(told.addFramework("f1", "batch")).toEqual(["f2 batch a1 cpus:1"]);
    told.recover("f1", "batch", "a1", "cpus:3", true);
    expect(told.tick()).toEqual(["f1 batch a1 cpus:3"]);
  });

  it("offers reservations to the role and those below it, never to others (Q8)", async () => {
    const told = await cluster();
    told.addFramework("f1", "batch");
    expect(told.addAgent("a1", "cpus(eng):2;mem(eng/ml):64")).toEqual([]);
    expect(told.addFramework("f2", "eng/ml")).toEqual(["f2 eng/ml a1 cpus(eng):2;mem(eng/ml):64"]);
  });

  it("starts clean with an agent that was removed and comes back", async () => {
    const told = await cluster();
    told.addFramework("f1", "batch");
    expect(told.addAgent("a1", "cpus:4")).toHaveLength(1);
    told.submit({ op: "removeAgent", agent: 0 as never });
    expect(told.tick()).toEqual([]);
    expect(told.addAgent("a1", "cpus:2")).toEqual(["f1 batch a1 cpus:2"]);
  });
});
