import type { Agent, Framework, Holding, Loan, Request, Role, Subscription, Task, Vector } from "../model.js";
import type { Ranked } from "./share-order.js";

/*
 * The nouns as the mirror keeps them: writable, and with what only the mirror needs to know.
 */

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

export interface MirrorAgent extends Writable<Agent> {
  total: Vector;
  taken: Vector;
  free: Vector;
  holdings: MirrorHolding[];
  /** Keys of which something is free. */
  freeKeys: number;
  isCandidate: boolean;
  /** It may have become a candidate, or have stopped to be one. */
  isTouched: boolean;
}

export interface MirrorHolding extends Holding {
  readonly subscription: MirrorSubscription;
  readonly agent: MirrorAgent;
  readonly held: Vector;
  readonly offered: Vector;
  readonly lent: MirrorLoan[];
  /** The offer of this call; null: none. */
  draft: OfferDraft | null;
}

export interface MirrorLoan extends Loan {
  readonly owner: MirrorRole;
  readonly amounts: Vector;
}

export interface MirrorRole extends Writable<Role>, Ranked {
  guarantee: Vector | null;
  limit: Vector | null;
  held: Vector;
  used: Vector;
  lent: Vector;
  borrowed: Vector;
  subscriptions: MirrorSubscription[];
}

export interface MirrorFramework extends Writable<Framework> {
  requests: MirrorRequest[];
  /** By role id; those that were ever there. */
  readonly subscriptions: Map<number, MirrorSubscription>;
  /** By role id, by agent id. */
  readonly filters: Map<number, Map<number, Filter[]>>;
}

export interface MirrorSubscription extends Writable<Subscription>, Ranked {
  readonly framework: MirrorFramework;
  readonly role: MirrorRole;
  held: Vector;
  borrowed: Vector;
  offered: Vector;
  /** By agent id. */
  readonly holdings: Map<number, MirrorHolding>;
  /** It is among its role's. */
  isKept: boolean;
}

export interface MirrorRequest extends Writable<Request> {
  readonly role: MirrorRole;
  readonly resources: Vector;
}

export interface MirrorTask extends Writable<Task> {
  readonly framework: MirrorFramework;
  readonly role: MirrorRole;
  readonly agent: MirrorAgent;
  readonly resources: Vector;
}

/** An agent's resources that a framework has refused. */
export interface Filter {
  readonly refused: Vector;
  readonly madeAt: number;
  readonly until: number;
}

/** Resources that a framework used on an agent before it registered. */
export interface Use {
  readonly framework: MirrorFramework;
  readonly role: MirrorRole;
  readonly agent: MirrorAgent;
  readonly resources: Vector;
}

/** An offer under construction; two offers of one call to the same framework, role and agent are one. */
export interface OfferDraft {
  readonly holding: MirrorHolding;
  readonly resources: Vector;
  /** The role whose guarantee or reservation is lent. */
  owner: MirrorRole | null;
  readonly lent: Vector;
  why: string | null;
}

export function newAgent(id: number, name: string): MirrorAgent {
  return {
    id,
    name,
    there: false,
    active: true,
    whitelisted: true,
    total: [],
    taken: [],
    free: [],
    holdings: [],
    unavailableFrom: null,
    unavailableFor: null,
    freeKeys: 0,
    isCandidate: false,
    isTouched: false,
  };
}

export function newFramework(id: number, name: string): MirrorFramework {
  return {
    id,
    name,
    there: false,
    active: false,
    revocable: false,
    gpus: false,
    requests: [],
    subscriptions: new Map(),
    filters: new Map(),
  };
}

export function newRole(id: number, name: string): MirrorRole {
  return {
    id,
    name,
    weight: 1,
    guarantee: null,
    limit: null,
    held: [],
    used: [],
    lent: [],
    borrowed: [],
    count: 0,
    subscriptions: [],
    rank: id,
    share: 0,
    isListed: false,
    isMoved: false,
  };
}

export function newSubscription(framework: MirrorFramework, role: MirrorRole, zeros: () => Vector): MirrorSubscription {
  return {
    framework,
    role,
    subscribed: false,
    suppressed: false,
    held: zeros(),
    borrowed: zeros(),
    offered: zeros(),
    count: 0,
    holdings: new Map(),
    isKept: false,
    rank: framework.id,
    share: 0,
    isListed: false,
    isMoved: false,
  };
}
