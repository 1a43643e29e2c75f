import type { AllocatorOptions } from "../../../src/allocator/allocator.js";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import type { Operation } from "../../../src/allocator/operations.js";
import { AllocatorSession } from "../../../src/allocator/session.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";

const INTERVAL = 1_000_000;

export interface LotterySketch {
  /** The framework's name by its role. */
  readonly frameworks: Readonly<Record<string, string>>;
  readonly weights?: Readonly<Record<string, number>>;
  /** Top-level roles that are guaranteed more cpus than there are. */
  readonly guaranteed?: readonly string[];
  /** 1 unless told; each has one cpu, which goes as a whole to whoever comes first. */
  readonly agents?: number;
  readonly seed?: number;
  readonly options?: Partial<AllocatorOptions>;
}

/**
 * A cluster in which every cycle is one drawing per agent: what is offered is declined without a filter before the
 * next cycle.
 */
export async function lottery(sketch: LotterySketch) {
  const agentNames = Array.from({ length: sketch.agents ?? 1 }, (_, i) => `agent-${i + 1}`);
  const frameworkNames = Object.keys(sketch.frameworks);
  const directory = createDirectory({
    agents: agentNames,
    frameworks: frameworkNames,
    roles: [...new Set(Object.values(sketch.frameworks)), ...Object.keys(sketch.weights ?? {})],
  });
  const { agents, frameworks, roles, resourceKeys } = directory;
  const options: AllocatorOptions = {
    ...OPTION_DEFAULTS,
    allocationInterval: INTERVAL,
    roleSorter: "random",
    frameworkSorter: "random",
    minAllocatable: [],
    ...sketch.options,
  };
  const context = { directory, options, parameters: {}, seed: sketch.seed ?? 1 };
  const session = new AllocatorSession(await createHierarchical(context), directory, OPTION_DEFAULTS, {
    enter() {},
    leave() {},
  });
  let t = 0;
  const submit = (operation: Operation) => session.submit(t, operation).offers;
  const decline = (offers: ReturnType<typeof submit>) => {
    for (const { framework, role, agent, resources } of offers) {
      submit({ op: "recoverResources", framework, role, agent, resources, refuse: 0, allocated: false, task: null });
    }
  };
  for (const [role, weight] of Object.entries(sketch.weights ?? {})) {
    submit({ op: "updateWeights", weights: [{ role: roles.id(role), weight }] });
  }
  for (const role of sketch.guaranteed ?? []) {
    const guarantees = resourceKeys.parse("cpus:100");
    submit({ op: "updateQuota", role: roles.id(role), guarantees, limits: resourceKeys.parse("") });
  }
  for (const [framework, role] of Object.entries(sketch.frameworks)) {
    const capabilities = ["MULTI_ROLE"] as const;
    submit({
      op: "addFramework",
      framework: frameworks.id(framework),
      roles: [roles.id(role)],
      capabilities,
      suppressedRoles: [],
      active: true,
    });
  }
  for (const agent of agentNames) {
    decline(submit({ op: "addAgent", agent: agents.id(agent), total: resourceKeys.parse("cpus:1"), used: [] }));
  }
  /** Who came first on each agent, as `framework agent`, in byte order. */
  const draw = (): string[] => {
    t += INTERVAL;
    const offers = submit({ op: "allocate", wake: false });
    decline(offers);
    return offers.map((offer) => `${frameworks.name(offer.framework)} ${agents.name(offer.agent)}`);
  };
  return {
    directory,
    submit,
    decline,
    draw,
    /** How large a part of so many cycles over one agent each framework came first in. */
    firstPlaces(cycles: number): Record<string, number> {
      const counts = Object.fromEntries(frameworkNames.map((name) => [name, 0]));
      for (let i = 0; i < cycles; i++) {
        const [winner] = (draw()[0] as string).split(" ") as [string];
        counts[winner] = (counts[winner] as number) + 1 / cycles;
      }
      return counts;
    },
  };
}
