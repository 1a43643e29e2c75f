import type { ResourceKeyId, RoleId } from "../../cluster/ids.js";
import type { Resources } from "../../cluster/resources.js";
import { QuantityTable } from "./quantity-table.js";
import { PLAIN, RESERVED, REVOCABLE, type ResourceNames } from "./resource-names.js";
import type { RolePaths } from "./role-paths.js";
import type { ShareTotals } from "./share-totals.js";

/** Rows of the cluster-wide table. */
const RESERVATIONS = 0;
const ALLOCATED = 1;
const ALLOCATED_RESERVED = 2;
const IDLE_REVOCABLE = 3;

/**
 * The sums over the cluster that shares, consumed quota and headroom are made of, kept up as amounts change so that no
 * cycle has to add up agents.
 */
export class ClusterSums {
  readonly totals: ShareTotals;
  readonly #names: ResourceNames;
  readonly #paths: RolePaths;
  readonly #cluster: QuantityTable;
  /**
   * By top-level role: reservations of its subtree, and what is allocated in it of unreserved non-revocable resources
   * (Q3).
   */
  readonly #consumed: QuantityTable;

  constructor(names: ResourceNames, paths: RolePaths, totals: ShareTotals) {
    this.totals = totals;
    this.#names = names;
    this.#paths = paths;
    this.#cluster = new QuantityTable(names, 4);
    this.#consumed = new QuantityTable(names, paths.roles);
  }

  replaceTotal(before: Resources, now: Resources): void {
    this.totals.replace(before, now);
    this.#bookReservations(before, -1);
    this.#bookReservations(now, 1);
  }

  replaceAvailable(before: Resources, now: Resources): void {
    this.#cluster.book(IDLE_REVOCABLE, before, -1, REVOCABLE);
    this.#cluster.book(IDLE_REVOCABLE, now, 1, REVOCABLE);
  }

  /** @param resources without shared volumes; of those only the first copy on an agent counts (S4) */
  allocated(role: RoleId, resources: Resources, sign: 1 | -1): void {
    this.#cluster.book(ALLOCATED, resources, sign);
    this.#cluster.book(ALLOCATED_RESERVED, resources, sign, RESERVED);
    this.#consumed.book(this.#paths.topOf[role] as number, resources, sign, PLAIN);
  }

  consumed(topRole: RoleId, column: number): number {
    return this.#consumed.get(topRole, column);
  }

  /**
   * What could still be given to somebody without being reserved or revocable: cluster total, less everything
   * allocated, less reservations nobody holds, less idle revocable; no step goes below zero (facts: allocator section
   * 4).
   */
  availableHeadroom(column: number): number {
    const reserved = this.#cluster.get(RESERVATIONS, column);
    const idleReserved = atLeastZero(reserved - this.#cluster.get(ALLOCATED_RESERVED, column));
    const unallocated = atLeastZero(this.totals.get(column) - this.#cluster.get(ALLOCATED, column));
    return atLeastZero(atLeastZero(unallocated - idleReserved) - this.#cluster.get(IDLE_REVOCABLE, column));
  }

  #bookReservations(total: Resources, sign: 1 | -1): void {
    this.#cluster.book(RESERVATIONS, total, sign, RESERVED);
    for (let i = 0; i < total.keys.length; i++) {
      const key = total.keys[i] as ResourceKeyId;
      const owner = this.#names.reservedTo[key] as number;
      if (owner < 0) continue;
      const part = { keys: [key], amounts: [total.amounts[i] as number] };
      this.#consumed.book(this.#paths.topOf[owner] as number, part, sign);
    }
  }
}

function atLeastZero(quantity: number): number {
  return quantity > 0 ? quantity : 0;
}
