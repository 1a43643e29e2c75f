import type { Cluster } from "../cluster.js";
import type { Agent, ResourceKey, Role, Subscription, Vector } from "../model.js";
import { isAtOrBelow } from "./role-path.js";

/** Keys that a role's frameworks may have: reserved to exactly the role, or to it and those above it. */
interface Open {
  readonly own: readonly ResourceKey[];
  readonly ownAndAbove: readonly ResourceKey[];
}

/**
 * What of an agent's free resources is open to a framework in a role: unreserved ones, reservations, revocable ones if the
 * framework takes those (Q8, P4).
 */
export class OpenParts {
  readonly #cluster: Cluster;
  #open = new Map<Role, Open>();
  #keys = 0;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** With reservations of exactly the role (C5). */
  own(subscription: Subscription, agent: Agent): Vector {
    return this.#part(this.#openTo(subscription.role).own, subscription, agent);
  }

  /** With reservations of the role and of those above it (C9). */
  ownAndAbove(subscription: Subscription, agent: Agent): Vector {
    return this.#part(this.#openTo(subscription.role).ownAndAbove, subscription, agent);
  }

  #part(keys: readonly ResourceKey[], { framework }: Subscription, { free }: Agent): Vector {
    const part = this.#cluster.zeros();
    for (const { id, revocable } of keys) if (!revocable || framework.revocable) part[id] = free[id]!;
    return part;
  }

  #openTo(role: Role): Open {
    const { keys } = this.#cluster;
    if (this.#keys !== keys.length) this.#open = new Map();
    this.#keys = keys.length;
    let open = this.#open.get(role);
    if (open === undefined) {
      const ownAndAbove = keys.filter(({ reservation }) => reservation === null || isAtOrBelow(role, reservation));
      open = {
        ownAndAbove,
        own: ownAndAbove.filter(({ reservation }) => reservation === null || reservation === role),
      };
      this.#open.set(role, open);
    }
    return open;
  }
}
