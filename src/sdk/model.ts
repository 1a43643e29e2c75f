/**
 * The nouns of the cluster as an allocator script sees them. They are live: each call finds them as things stand then, and
 * what the script decides shows in them at once. A script reads them and never writes.
 *
 * Amounts are whole thousandths of the resource's unit (cpus, MiB of mem and disk), times are whole microseconds. Ids of
 * agents, frameworks and roles are in byte order of their names: comparing ids is comparing names.
 */

/** One amount per resource key, indexed by key id. */
export type Vector = number[];

/** A kind of resource: `cpus`, `cpus(prod)` reserved to a role, `cpus{REV}` revocable. */
export interface ResourceKey {
  /** Its place in every vector. */
  readonly id: number;
  /** `cpus`, `cpus(prod)`, `cpus{REV}` */
  readonly text: string;
  /** `cpus` */
  readonly name: string;
  /** Id of the unreserved, non-revocable key of the same name. */
  readonly plain: number;
  /** The role that it is reserved to; null: unreserved. */
  readonly reservation: Role | null;
  readonly revocable: boolean;
}

export interface Agent {
  readonly id: number;
  readonly name: string;
  /** It has joined and not left. */
  readonly there: boolean;
  readonly active: boolean;
  readonly whitelisted: boolean;
  readonly total: Readonly<Vector>;
  /** Offered or in use, lent resources under the key that they come from. */
  readonly taken: Readonly<Vector>;
  /** What nobody holds; 0 where the agent is over-allocated. */
  readonly free: Readonly<Vector>;
  /** In the order in which they began. */
  readonly holdings: readonly Holding[];
  /** When its planned maintenance begins, microseconds; null: none is planned. */
  readonly unavailableFrom: number | null;
  /** How long that lasts, microseconds; null: for good, or none is planned. */
  readonly unavailableFor: number | null;
}

/** What one framework holds in one role on one agent, offered or in use. */
export interface Holding {
  readonly framework: Framework;
  readonly role: Role;
  /** As offered: lent resources under their `{REV}` key. */
  readonly held: Readonly<Vector>;
  /** The part of it that the framework has not answered yet. */
  readonly offered: Readonly<Vector>;
  /** What of that is lent, by id of the owner. */
  readonly lent: readonly Loan[];
}

/** What a role's idle guarantee or reservation has given to somebody else, as revocable resources. */
export interface Loan {
  readonly owner: Role;
  /** Under the keys that it was taken from. */
  readonly amounts: Readonly<Vector>;
}

export interface Role {
  readonly id: number;
  /** `prod`, or a path such as `eng/ml`. */
  readonly name: string;
  readonly weight: number;
  /** By plain key; null: the role has no quota guarantee. */
  readonly guarantee: Readonly<Vector> | null;
  /** By plain key, -1 where there is no limit; null: the role has no limit at all. */
  readonly limit: Readonly<Vector> | null;
  /** Held under exactly this role, whatever the kind, by plain key: what its share is computed from (`countLentInShares`). */
  readonly held: Readonly<Vector>;
  /** Held under exactly this role unreserved and not revocable: what counts against its quota. */
  readonly used: Readonly<Vector>;
  /** What of the role's guarantee or reservations is lent to others, by plain key. */
  readonly lent: Readonly<Vector>;
  /** What of `held` others lend to it, by plain key. */
  readonly borrowed: Readonly<Vector>;
  /** Offers made to it so far: breaks ties between equal shares. */
  readonly count: number;
  /** By id of the framework: those that are subscribed, and those that still hold something here. */
  readonly subscriptions: readonly Subscription[];
}

export interface Framework {
  readonly id: number;
  readonly name: string;
  /** It has registered and not been removed. */
  readonly there: boolean;
  readonly active: boolean;
  /** It takes revocable resources (`REVOCABLE_RESOURCES`). */
  readonly revocable: boolean;
  /** It may be offered agents that have gpus (`GPU_RESOURCES`). */
  readonly gpus: boolean;
  /** The demand that it reported last, in its order. */
  readonly requests: readonly Request[];
}

/** A framework in a role. It stays while the framework holds something there, even when it has left the role. */
export interface Subscription {
  readonly framework: Framework;
  readonly role: Role;
  /** It has not left the role. */
  readonly subscribed: boolean;
  readonly suppressed: boolean;
  /** Whatever the kind, by plain key. */
  readonly held: Readonly<Vector>;
  /** What of `held` others lend to it, by plain key. */
  readonly borrowed: Readonly<Vector>;
  /** The part of it that the framework has not answered yet. */
  readonly offered: Readonly<Vector>;
  /** Offers made to it in this role so far. */
  readonly count: number;
}

/** Demand that a framework reported: so many tasks of this size. */
export interface Request {
  readonly role: Role;
  /** Tasks that wait; counts down as tasks of this size start. */
  readonly count: number;
  /** All of them start together, or none. */
  readonly gang: boolean;
  /** Higher first; null: none was given. */
  readonly priority: number | null;
  /** How long such a task will run; null: unknown. */
  readonly estimateSeconds: number | null;
  /** Of one task, by plain key. */
  readonly resources: Readonly<Vector>;
}

/** A task that runs. */
export interface Task {
  readonly id: number;
  readonly framework: Framework;
  readonly role: Role;
  readonly agent: Agent;
  /** Microseconds. */
  readonly startedAt: number;
  /** As offered: lent resources under their `{REV}` key. */
  readonly resources: Readonly<Vector>;
  /** It holds revocable resources, so it can be taken back. */
  readonly revocable: boolean;
  /** The role for which it is being taken back; null: it is not. */
  readonly reclaimedFor: Role | null;
}

/** Which options the run has. */
export interface Options {
  /** Microseconds between two ticks. */
  readonly allocationInterval: number;
  /** Alternatives: an offer is worth making when it holds all of any one of them, as [plain key id, thousandths]. None: any. */
  readonly minAllocatable: readonly (readonly (readonly [plain: number, minimum: number])[])[];
  /** Resource names that do not count in shares. */
  readonly fairnessExclude: readonly string[];
  /** Whether what is lent counts in the shares of those who borrow it. */
  readonly countLentInShares: boolean;
  /** Whether agents with gpus are kept from frameworks that cannot use them. */
  readonly filterGpuResources: boolean;
}

/** The allocator's parameters, from the scenario or the command line. */
export type Parameters = Readonly<Record<string, string | number | boolean>>;
