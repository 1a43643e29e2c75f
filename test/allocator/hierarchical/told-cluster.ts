import type { AllocatorOptions } from "../../../src/allocator/allocator.js";
import type { Decisions } from "../../../src/allocator/decisions.js";
import { createHierarchical } from "../../../src/allocator/hierarchical/hierarchical.js";
import type { Operation, OperationOf } from "../../../src/allocator/operations.js";
import { AllocatorSession } from "../../../src/allocator/session.js";
import { type AgentProfile, type Attribute, plainProfile } from "../../../src/cluster/agent-profile.js";
import type { Capability } from "../../../src/cluster/capability.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import type { RoleId } from "../../../src/cluster/ids.js";
import type { ConstraintGroups } from "../../../src/cluster/offer-constraints.js";
import { OPTION_DEFAULTS } from "../../../src/cluster/option-defaults.js";

export const SECOND = 1_000_000;

/** What of an agent is not plain; attributes as `rack:r1`, all TEXT. */
export interface ProfileSketch extends Partial<Omit<AgentProfile, "attributes">> {
  readonly attributes?: readonly (string | Attribute)[];
}

export interface OptionsSketch extends Partial<Omit<AllocatorOptions, "minAllocatable">> {
  readonly minAllocatable?: readonly string[];
}

export interface FrameworkSketch {
  readonly capabilities?: readonly Capability[];
  readonly suppressed?: readonly string[];
  readonly active?: boolean;
  /** By role. */
  readonly minAllocatable?: Readonly<Record<string, readonly string[]>>;
  /** By role. */
  readonly constraints?: Readonly<Record<string, ConstraintGroups>>;
}

/**
 * A cluster under the built-in allocator, told in short words. Agents are a1 to a4, frameworks f1 to f3, roles `batch`,
 * `eng`, `eng/ml` and `prod`; there is no smallest offer. Each call tells what it caused: offers as `framework role agent
 * resources`, inverse offers as `framework leaves agent by seconds`.
 */
export function toldCluster({ minAllocatable = [], ...options }: OptionsSketch = {}) {
  const directory = createDirectory({
    agents: ["a1", "a2", "a3", "a4"],
    frameworks: ["f1", "f2", "f3"],
    roles: ["batch", "eng", "eng/ml", "prod"],
  });
  const { agents, frameworks, roles, resourceKeys } = directory;
  const quantitySets = (texts: readonly string[]) => texts.map((text) => resourceKeys.parseQuantities(text));
  const allOptions: AllocatorOptions = {
    ...OPTION_DEFAULTS,
    ...options,
    minAllocatable: quantitySets(minAllocatable),
  };
  const allocator = createHierarchical({ directory, options: allOptions, parameters: {}, seed: 0 });
  const session = new AllocatorSession(allocator, directory, OPTION_DEFAULTS, { enter() {}, leave() {} });
  let t = 0;

  const told = ({ offers, inverseOffers }: Decisions): string[] => [
    ...offers.map(({ framework, role, agent, resources }) =>
      [frameworks.name(framework), roles.name(role), agents.name(agent), resourceKeys.format(resources)].join(" "),
    ),
    ...inverseOffers.map(
      ({ framework, agent, deadline }) =>
        `${frameworks.name(framework)} leaves ${agents.name(agent)} by ${deadline / SECOND}`,
    ),
  ];
  const submit = (operation: Operation): string[] => told(session.submit(t, operation));
  const byRole = <From, To>(from: Readonly<Record<string, From>>, to: (value: From) => To): ReadonlyMap<RoleId, To> =>
    new Map(Object.entries(from).map(([role, value]) => [roles.id(role), to(value)]));
  const preferences = ({ minAllocatable, constraints }: FrameworkSketch) =>
    minAllocatable === undefined && constraints === undefined
      ? {}
      : {
          preferences: {
            minAllocatable: byRole(minAllocatable ?? {}, quantitySets),
            constraints: byRole(constraints ?? {}, (groups) => groups),
          },
        };
  const profile = (agent: string, sketch: ProfileSketch): AgentProfile => ({
    ...plainProfile(agent),
    ...sketch,
    attributes: (sketch.attributes ?? []).map((attribute) => {
      if (typeof attribute !== "string") return attribute;
      const [name, value] = attribute.split(":") as [string, string];
      return { name, kind: "text", value };
    }),
  });
  const recover = (framework: string, role: string, agent: string, resources: string) => ({
    op: "recoverResources" as const,
    framework: frameworks.id(framework),
    role: roles.id(role),
    agent: agents.id(agent),
    resources: resourceKeys.parse(resources),
    task: null,
  });

  /** A run over no agents, so that the allocator hears of what triggered nothing. */
  const catchUp = () => submit({ op: "run", agents: [] });

  return {
    submit,
    allocator,
    catchUp,
    gauges: () => {
      catchUp();
      return Object.fromEntries(allocator.gauges().map(({ name, value }) => [name, value]));
    },
    /** Goes on to a time, in seconds. */
    at: (seconds: number) => {
      t = seconds * SECOND;
    },
    tick: () => {
      t += allOptions.allocationInterval;
      return submit({ op: "allocate", wake: false });
    },
    addAgent: (
      agent: string,
      total: string,
      {
        unavailableAt,
        used = [],
        ...sketch
      }: ProfileSketch & { unavailableAt?: number; used?: readonly string[] } = {},
    ) =>
      submit({
        op: "addAgent",
        agent: agents.id(agent),
        total: resourceKeys.parse(total),
        used: used.map((use) => {
          const [framework, role, resources] = use.split(" ") as [string, string, string];
          return {
            framework: frameworks.id(framework),
            role: roles.id(role),
            resources: resourceKeys.parse(resources),
          };
        }),
        profile: profile(agent, sketch),
        ...(unavailableAt === undefined ? {} : { unavailability: { start: unavailableAt * SECOND, duration: null } }),
      }),
    updateAgent: (agent: string, total: string, sketch: ProfileSketch) =>
      submit({
        op: "updateAgent",
        agent: agents.id(agent),
        total: resourceKeys.parse(total),
        profile: profile(agent, sketch),
      }),
    agent: (op: "removeAgent" | "activateAgent" | "deactivateAgent", agent: string) =>
      submit({ op, agent: agents.id(agent) }),
    addFramework: (framework: string, role: string, sketch: FrameworkSketch = {}) =>
      submit({
        op: "addFramework",
        framework: frameworks.id(framework),
        roles: role.split(" ").map((name) => roles.id(name)),
        capabilities: sketch.capabilities ?? ["MULTI_ROLE"],
        suppressedRoles: (sketch.suppressed ?? []).map((name) => roles.id(name)),
        active: sketch.active ?? true,
        ...preferences(sketch),
      }),
    updateFramework: (framework: string, role: string, sketch: FrameworkSketch) =>
      submit({
        op: "updateFramework",
        framework: frameworks.id(framework),
        roles: role.split(" ").map((name) => roles.id(name)),
        suppressedRoles: (sketch.suppressed ?? []).map((name) => roles.id(name)),
        ...(sketch.capabilities === undefined ? {} : { capabilities: sketch.capabilities }),
        ...preferences(sketch),
      }),
    framework: (op: "removeFramework" | "activateFramework" | "deactivateFramework", framework: string) =>
      submit({ op, framework: frameworks.id(framework) }),
    revive: (framework: string, ...names: readonly string[]) =>
      submit({ op: "reviveOffers", framework: frameworks.id(framework), roles: names.map((name) => roles.id(name)) }),
    /** Null seconds: without a filter. */
    decline: (framework: string, role: string, agent: string, resources: string, seconds: number | null = null) =>
      submit({
        ...recover(framework, role, agent, resources),
        refuse: seconds === null ? null : seconds * SECOND,
        allocated: false,
      }),
    accept: (framework: string, role: string, agent: string, resources: string) => {
      const { op: _, ...part } = recover(framework, role, agent, resources);
      return submit({ op: "acceptOffer", ...part });
    },
    /** Resources in use come back. */
    end: (framework: string, role: string, agent: string, resources: string) =>
      submit({ ...recover(framework, role, agent, resources), refuse: null, allocated: true }),
    /** What was offered becomes something else (L8). */
    convert: (framework: string, role: string, agent: string, from: string, to: string) =>
      submit({
        op: "updateAllocation",
        framework: frameworks.id(framework),
        role: roles.id(role),
        agent: agents.id(agent),
        conversions: [{ from: resourceKeys.parse(from), to: resourceKeys.parse(to) }],
      }),
    /** The operator converts what nobody holds. */
    convertIdle: (agent: string, from: string, to: string) =>
      submit({
        op: "updateAvailable",
        agent: agents.id(agent),
        conversions: [{ from: resourceKeys.parse(from), to: resourceKeys.parse(to) }],
      }),
    quota: (role: string, guarantees: string, limits = "") =>
      submit({
        op: "updateQuota",
        role: roles.id(role),
        guarantees: resourceKeys.parseQuantities(guarantees),
        limits: resourceKeys.parseQuantities(limits, "keep"),
      }),
    /** A new master takes over, with quotas from before. */
    recover: (expectedAgents: number, guarantees: Readonly<Record<string, string>>) =>
      submit({
        op: "recover",
        expectedAgents,
        quotas: Object.entries(guarantees).map(([role, text]) => ({
          role: roles.id(role),
          guarantees: resourceKeys.parseQuantities(text),
          limits: resourceKeys.parseQuantities(""),
        })),
      }),
    weight: (role: string, weight: number) =>
      submit({ op: "updateWeights", weights: [{ role: roles.id(role), weight }] }),
    /** Null: called off. */
    unavailable: (agent: string, startSeconds: number | null) =>
      submit({
        op: "updateUnavailability",
        agent: agents.id(agent),
        unavailability: startSeconds === null ? null : { start: startSeconds * SECOND, duration: 3600 * SECOND },
      }),
    answer: (framework: string, agent: string, accepted: boolean | null, refuseSeconds?: number) => {
      const operation: OperationOf<"inverseOfferResponse"> = {
        op: "inverseOfferResponse",
        framework: frameworks.id(framework),
        agent: agents.id(agent),
        accepted,
        ...(refuseSeconds === undefined ? {} : { refuse: refuseSeconds * SECOND }),
      };
      return submit(operation);
    },
    /** As `agent framework STATUS`. */
    statuses: () => {
      catchUp();
      return [...allocator.inverseOfferStatuses()].flatMap(([agent, ofAgent]) =>
        [...ofAgent].map(([framework, status]) => `${agents.name(agent)} ${frameworks.name(framework)} ${status}`),
      );
    },
  };
}
