import fc from "fast-check";
import type { Conversion, Operation, OperationName, OperationOf } from "../../src/allocator/operations.js";
import { AGENT_CAPABILITIES, type AgentProfile, type Attribute, type Domain } from "../../src/cluster/agent-profile.js";
import { CAPABILITIES } from "../../src/cluster/capability.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import type { RoleId } from "../../src/cluster/ids.js";
import type { NameTable } from "../../src/cluster/name-table.js";
import type { OfferConstraint } from "../../src/cluster/offer-constraints.js";
import { DENIAL_REASONS } from "../../src/cluster/preemption-plan.js";
import { amountOf, filterResources, type Resources } from "../../src/cluster/resources.js";

/** Names that need escaping, and roles that look like numbers, which JSON objects put in an order of their own. */
export function oddDirectory(): Directory {
  return createDirectory({
    agents: ['a"1', "a2", "añ3"],
    frameworks: ["web", "b\\atch"],
    roles: ["*", "10", "9", "eng/ml/vision", 'odd"role', "prod"],
  });
}

const AMOUNTS = [
  "cpus",
  "mem",
  "cpus{REV}",
  "cpus(prod)",
  'mem(odd"role)',
  "cpus(eng)(eng/ml)",
  "disk(eng)(eng/ml)(eng/ml/vision)",
  "disk[d1]",
  "disk(prod)[v-1]",
  'disk(prod)[v"2(x)]',
  "disk(prod)[v1]{SHARED}",
];

const scalarText = fc
  .tuple(fc.constantFrom(...AMOUNTS), fc.integer({ min: 1, max: 2 ** 53 - 1 }))
  .map(([key, milli]) => [key, `${Math.floor(milli / 1000)}.${String(milli % 1000).padStart(3, "0")}`] as const);
const rangesText = fc
  .tuple(
    fc.constantFrom("ports", "ports(prod)", "ports{REV}"),
    fc.uniqueArray(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([key, ends]) => [key, `[${ends.map((end) => `${2 * end}-${2 * end}`)}]`] as const);
const setText = fc
  .tuple(
    fc.constantFrom("zones", "zones(eng)"),
    fc.uniqueArray(fc.stringMatching(/^[\w./-]{1,5}$/), { minLength: 1, maxLength: 4 }),
  )
  .map(([key, members]) => [key, `{${members}}`] as const);

const MOST: fc.Arbitrary<string> = fc
  .uniqueArray(fc.oneof(scalarText, rangesText, setText), { selector: ([key]) => key, maxLength: 6 })
  .map((entries) => entries.map(([key, value]) => `${key}:${value}`).join(";"));

const NAMES = ["cpus", "mem", "ports", "zones"];

const micros = fc.integer({ min: 0, max: 2 ** 51 });
const refuse = fc.integer({ min: -(2 ** 44), max: 2 ** 44 });
const unavailability = fc.record({ start: micros, duration: fc.option(micros) });

const attribute: fc.Arbitrary<Attribute> = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z_][\w.-]{0,5}$/),
    fc.oneof(
      fc.record({ kind: fc.constant("text" as const), value: fc.stringMatching(/^[A-Za-z_"][\w:/."-]{0,8}$/) }),
      fc.record({ kind: fc.constant("scalar" as const), value: fc.constantFrom("4", "-1.5", ".25", "1e3") }),
      fc.record({ kind: fc.constant("ranges" as const), value: fc.constantFrom("[1-2]", "[1-2, 5-9]") }),
      fc.record({ kind: fc.constant("set" as const), value: fc.constantFrom("{a}", "{a,b}", "{}") }),
    ),
  )
  .map(([name, { kind, value }]) => ({ name, kind, value }));

const domain: fc.Arbitrary<Domain> = fc.record({
  region: fc.string({ minLength: 1 }),
  zone: fc.string({ minLength: 1 }),
});

const profile: fc.Arbitrary<AgentProfile> = fc.record({
  hostname: fc.constantFrom("host-1", 'a"1', "a2"),
  attributes: fc.array(attribute, { maxLength: 4 }),
  domain: fc.option(domain),
  capabilities: fc.subarray([...AGENT_CAPABILITIES]),
});

const constraint: fc.Arbitrary<OfferConstraint> = fc.record({
  selector: fc.oneof(
    fc.record({ kind: fc.constant("attribute" as const), name: fc.string({ minLength: 1 }) }),
    fc.record({ kind: fc.constantFrom("HOSTNAME", "REGION", "ZONE") }),
  ),
  predicate: fc.oneof(
    fc.record({ kind: fc.constantFrom("exists", "notExists") }),
    fc.record({ kind: fc.constantFrom("equals", "notEquals"), text: fc.string() }),
    fc.record({
      kind: fc.constantFrom("matches", "notMatches"),
      text: fc.constantFrom("a.*", "", '[^"]+', "(?P<x>r[0-9]{1,3})", "\\d+\\.example"),
    }),
  ),
});

/** Some operation of a name for each name that there is: this does not compile when one is left out. */
type ByName = { readonly [Name in OperationName]: fc.Arbitrary<Operation> };

/** Every operation, with each of its fields there and left out. Not histories: only what is written, and read. */
export function anyOperation(directory: Directory): fc.Arbitrary<Operation> {
  return fc.oneof(...Object.values(new AnyOperation(directory).byName()));
}

class AnyOperation {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  byName(): ByName {
    const framework = this.#id(this.#directory.frameworks);
    const agent = this.#id(this.#directory.agents);
    const role = this.#id(this.#directory.roles);
    const roles = fc.uniqueArray(role, { maxLength: 3 });
    const agents = fc.option(fc.uniqueArray(agent, { maxLength: 3 }));
    const place = { framework, role, agent };
    const total = this.#resources();
    const capabilities = fc.subarray([...CAPABILITIES]);
    return {
      updateWeights: fc.record({
        op: fc.constant("updateWeights"),
        weights: fc.array(fc.record({ role, weight: fc.integer({ min: 1, max: 9 }) }), { maxLength: 1 }),
      }),
      updateQuota: this.#quota().map((quota) => ({ op: "updateQuota", ...quota })),
      addFramework: record<"addFramework">(
        {
          op: fc.constant("addFramework"),
          framework,
          roles,
          capabilities,
          suppressedRoles: roles,
          active: fc.boolean(),
        },
        { preferences: this.#preferences(1) },
      ),
      updateFramework: record<"updateFramework">(
        { op: fc.constant("updateFramework"), framework, roles, suppressedRoles: roles },
        { capabilities, preferences: this.#preferences(0) },
      ),
      removeFramework: fc.record({ op: fc.constant("removeFramework"), framework }),
      activateFramework: fc.record({ op: fc.constant("activateFramework"), framework }),
      deactivateFramework: fc.record({ op: fc.constant("deactivateFramework"), framework }),
      addAgent: record<"addAgent">(
        {
          op: fc.constant("addAgent"),
          agent,
          total,
          used: fc.array(fc.record({ framework, role, resources: this.#resources() }), { maxLength: 2 }),
        },
        // A profile that says nothing is not written.
        { profile: profile.filter(({ hostname }) => hostname === "host-1"), unavailability },
      ),
      updateAgent: record<"updateAgent">({ op: fc.constant("updateAgent"), agent, total }, { profile }),
      updateUnavailability: fc.record({
        op: fc.constant("updateUnavailability"),
        agent,
        unavailability: fc.option(unavailability, { nil: null }),
      }),
      removeAgent: fc.record({ op: fc.constant("removeAgent"), agent }),
      activateAgent: fc.record({ op: fc.constant("activateAgent"), agent }),
      deactivateAgent: fc.record({ op: fc.constant("deactivateAgent"), agent }),
      updateWhitelist: fc.record({ op: fc.constant("updateWhitelist"), agents }),
      requestResources: fc.record({
        op: fc.constant("requestResources"),
        framework,
        requests: fc.array(
          fc.record({
            id: fc.string(),
            role,
            resources: this.#quantities(),
            count: fc.integer({ min: 1 }),
            gang: fc.boolean(),
            priority: fc.option(fc.integer()),
            estimateSeconds: fc.option(fc.nat()),
          }),
          { maxLength: 2 },
        ),
      }),
      recoverResources: fc.record({
        op: fc.constant("recoverResources"),
        ...place,
        resources: this.#resources(),
        refuse: fc.option(refuse, { nil: null }),
        allocated: fc.boolean(),
        task: this.#task(),
      }),
      acceptOffer: fc.record({
        op: fc.constant("acceptOffer"),
        ...place,
        resources: this.#resources(),
        task: this.#task(),
      }),
      updateAllocation: fc.record({
        op: fc.constant("updateAllocation"),
        ...place,
        conversions: this.#conversions(),
      }),
      updateAvailable: fc.record({ op: fc.constant("updateAvailable"), agent, conversions: this.#conversions() }),
      suppressOffers: fc.record({ op: fc.constant("suppressOffers"), framework, roles }),
      reviveOffers: fc.record({ op: fc.constant("reviveOffers"), framework, roles }),
      inverseOfferResponse: record<"inverseOfferResponse">(
        { op: fc.constant("inverseOfferResponse"), framework, agent, accepted: fc.option(fc.boolean()) },
        { refuse },
      ),
      revocationDenied: fc.record({
        op: fc.constant("revocationDenied"),
        ...place,
        resources: this.#resources(),
        task: this.#task(),
        reason: fc.constantFrom(...DENIAL_REASONS),
      }),
      allocate: fc.record({ op: fc.constant("allocate"), wake: fc.boolean() }),
      run: fc.record({ op: fc.constant("run"), agents }),
      pause: fc.constant({ op: "pause" }),
      resume: fc.constant({ op: "resume" }),
      recover: fc.record({
        op: fc.constant("recover"),
        expectedAgents: fc.nat(),
        quotas: fc.array(this.#quota(), { maxLength: 3 }),
      }),
    };
  }

  #id<Id extends number>(names: NameTable<Id>): fc.Arbitrary<Id> {
    return fc.constantFrom(...names.ids());
  }

  #resources(): fc.Arbitrary<Resources> {
    return MOST.map((text) => this.#directory.resourceKeys.parse(text));
  }

  #quantities(least: 0 | 1 = 1): fc.Arbitrary<Resources> {
    const parts = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: least, max: 999 })), {
      selector: ([name]) => name,
    });
    return parts.map((amounts) =>
      this.#directory.resourceKeys.parseQuantities(amounts.map((part) => part.join(":")).join(";"), "keep"),
    );
  }

  /** A guarantee is not above its limit (Q2), and only top-level roles have a quota. */
  #quota(): fc.Arbitrary<Omit<OperationOf<"updateQuota">, "op">> {
    const { roles } = this.#directory;
    const topLevel = [...roles.ids()].filter((role) => !roles.name(role).includes("/"));
    return fc
      .tuple(fc.constantFrom(...topLevel), this.#quantities(), this.#quantities(0))
      .map(([role, most, limits]) => ({
        role,
        guarantees: filterResources(most, (key, amount) =>
          limits.keys.includes(key) ? Math.min(amount, amountOf(limits, key)) : amount,
        ),
        limits,
      }));
  }

  #conversions(): fc.Arbitrary<Conversion[]> {
    return fc.array(fc.record({ from: this.#resources(), to: this.#resources() }), { maxLength: 3 });
  }

  #task() {
    return fc.option(fc.string().map((name) => this.#directory.tasks.intern(name)));
  }

  /** @param least how many roles the two together name: an operation that names none is written without preferences */
  #preferences(least: 0 | 1) {
    const minAllocatable = this.#byRole(fc.array(this.#quantities(), { maxLength: 3 }));
    const group = fc.array(constraint, { minLength: 1, maxLength: 3 });
    const constraints = this.#byRole(fc.array(group, { minLength: 1, maxLength: 3 }));
    return fc
      .record({ minAllocatable, constraints })
      .filter((preferences) => preferences.minAllocatable.size + preferences.constraints.size >= least);
  }

  #byRole<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<ReadonlyMap<RoleId, Value>> {
    const entry = fc.tuple(this.#id(this.#directory.roles), value);
    return fc.uniqueArray(entry, { selector: ([role]) => role, maxLength: 3 }).map((entries) => new Map(entries));
  }
}

/** Fields that are always there, and fields that may be left out. */
function record<Name extends OperationName>(
  always: Record<string, fc.Arbitrary<unknown>>,
  maybe: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<OperationOf<Name>> {
  return fc.record({ ...always, ...maybe }, { requiredKeys: Object.keys(always) }) as fc.Arbitrary<OperationOf<Name>>;
}
