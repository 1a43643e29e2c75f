/**
 * The nouns of a script's mirror. Amounts are thousandths of the resource's unit (cpus, MiB of mem and disk), times are
 * microseconds; both are whole numbers. Ids of agents, frameworks and roles are in byte order of their names: comparing ids
 * is comparing names.
 */

/** One amount per resource key, indexed by key id. */
export type Vector = number[];

export interface ResourceKey {
  readonly id: number;
  /** `cpus`, `cpus(prod)`, `cpus{REV}` */
  readonly text: string;
  readonly name: string;
  /** The unreserved, non-revocable key of the same name. */
  readonly plain: number;
  /** Role id, or -1 when unreserved. */
  readonly reservation: number;
  readonly revocable: boolean;
}

export interface Agent {
  readonly id: number;
  readonly name: string;
  there: boolean;
  active: boolean;
  whitelisted: boolean;
  total: Vector;
  /** Offered or in use, lent resources under the key they come from. */
  taken: Vector;
  /** By framework and role. */
  holdings: Map<number, Holding>;
  /** When its planned maintenance begins, -1 for none. */
  unavailableFrom: number;
  /** How long that lasts, -1 for good. */
  unavailableFor: number;
}

/** What one framework holds in one role on one agent, offered or in use. */
export interface Holding {
  readonly framework: number;
  readonly role: number;
  /** As offered: lent resources under their `{REV}` key. */
  held: Vector;
  /** The part of it that the framework has not answered yet. */
  offered: Vector;
  /** What of that is lent: by owner role, what it is made of. */
  lent: Map<number, Vector>;
}

export interface Role {
  readonly id: number;
  readonly name: string;
  weight: number;
  /** Null when the role has no quota guarantee; by plain key. */
  guarantee: Vector | null;
  /** By plain key, -1 where there is no limit; null when the role has none. */
  limit: Vector | null;
  /** Held under the role, whatever the kind, by plain key: what its share is computed from. */
  held: Vector;
  /** Held under the role unreserved and not revocable: what counts against its quota. */
  used: Vector;
  /** What of the role's guarantee or reservations is lent to others, by plain key. */
  lent: Vector;
  /** Offers made to it so far: breaks ties between equal shares. */
  count: number;
  /** By framework id. */
  subscriptions: Subscription[];
}

export interface Framework {
  readonly id: number;
  readonly name: string;
  there: boolean;
  active: boolean;
  revocable: boolean;
  gpus: boolean;
  requests: Request[];
}

/** A framework in a role. It stays while the framework holds something there, even when it has left the role. */
export interface Subscription {
  readonly framework: number;
  readonly role: number;
  /** It has not left the role. */
  subscribed: boolean;
  suppressed: boolean;
  /** As in Role. */
  held: Vector;
  /** The part of it that the framework has not answered yet. */
  offered: Vector;
  count: number;
}

/** Demand that a framework reported as unmet: `count` tasks of this size (plain keys); counts down as such tasks start. */
export interface Request {
  readonly role: number;
  count: number;
  readonly gang: boolean;
  readonly priority: number;
  readonly estimateSeconds: number;
  readonly resources: Vector;
}

export interface Task {
  readonly id: number;
  readonly framework: number;
  readonly role: number;
  readonly agent: number;
  readonly startedAt: number;
  /** As offered: lent resources under their `{REV}` key. */
  readonly resources: Vector;
  readonly revocable: boolean;
  /** The role for which the task is being taken back, or -1. */
  reclaimedFor: number;
}

export interface Filter {
  readonly framework: number;
  readonly role: number;
  readonly refused: Vector;
  readonly madeAt: number;
  readonly until: number;
}

/** Resources that a framework used on an agent before the agent joined. */
export interface Use {
  readonly framework: number;
  readonly role: number;
  readonly agent: number;
  readonly resources: Vector;
}

/** An offer under construction; two offers of one cycle to the same framework, role and agent are one. */
export interface OfferDraft {
  readonly framework: number;
  readonly role: number;
  readonly agent: number;
  resources: Vector;
  /** The role whose guarantee or reservation is lent, or -1. */
  owner: number;
  lent: Vector;
  why: string | null;
}

export interface RevocationDraft {
  readonly task: Task;
  readonly deadline: number;
  readonly why: string | null;
}

/** One of the script's own numbers. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

export interface Setup {
  readonly agents: readonly string[];
  readonly frameworks: readonly string[];
  readonly roles: readonly string[];
  readonly resourceKeys: readonly Omit<ResourceKey, "id">[];
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly options: {
    readonly allocationInterval: number;
    readonly minAllocatable: readonly (readonly (readonly [number, number])[])[];
    readonly fairnessExclude: readonly string[];
    readonly filterGpuResources: boolean;
  };
  readonly seed: number;
}
