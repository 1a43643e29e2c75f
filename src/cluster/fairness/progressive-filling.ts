/** What one of those who share a cluster asks for. Shares are dominant shares: parts of the cluster, 0..1. */
export interface Claim {
  readonly weight: number;
  /** The share that it is granted before the others; at most `ceiling`. */
  floor: number;
  /** The largest share that it has use for, or may have; 0: it asks for nothing. */
  ceiling: number;
  /** By resource: how much of the cluster's it takes for each unit of its share, 1 of its dominant one. */
  needs: Float64Array;
}

/**
 * The dominant shares that are fair (progressive filling: Ghodsi et al., Dominant Resource Fairness, NSDI 2011;
 * of claims that do not need every resource: Parkes, Dolev, Shah, Beyond Dominant Resource Fairness, EC 2012). All shares
 * rise together, each in proportion to its weight, until a claim is met or a resource that it needs is used up. With one
 * resource this is weighted max-min. Floors that do not fit together are cut by the same factor.
 *
 * It is asked at every change of a run: the lists are kept, and in an order that is nearly right the next time.
 */
export class ProgressiveFilling {
  /** The result, by claim. */
  readonly shares: Float64Array;
  readonly #claims: readonly Claim[];
  /** By claim: at which level (share / weight) its share begins to rise, and ends. */
  readonly #begins: Float64Array;
  readonly #ends: Float64Array;
  readonly #byBegin: Int32Array;
  readonly #byEnd: Int32Array;
  readonly #state: Uint8Array;
  /** By resource: what is left of it, how much of it each unit of the level takes, and for how many claims. */
  #free = new Float64Array(0);
  #rate = new Float64Array(0);
  #users = new Int32Array(0);

  constructor(claims: readonly Claim[]) {
    this.#claims = claims;
    this.shares = new Float64Array(claims.length);
    this.#begins = new Float64Array(claims.length);
    this.#ends = new Float64Array(claims.length);
    this.#byBegin = Int32Array.from(claims, (_, i) => i);
    this.#byEnd = this.#byBegin.slice();
    this.#state = new Uint8Array(claims.length);
  }

  /** @param resources how many of `needs` are looked at */
  fill(resources: number): void {
    this.#reset(resources);
    if (this.#allFit()) {
      for (let i = 0; i < this.#claims.length; i++) this.shares[i] = (this.#claims[i] as Claim).ceiling;
      return;
    }
    this.#grantFloors();
    this.#raise();
  }

  #reset(resources: number): void {
    if (this.#free.length !== resources) {
      this.#free = new Float64Array(resources);
      this.#rate = new Float64Array(resources);
      this.#users = new Int32Array(resources);
    }
    this.#free.fill(1);
    this.#rate.fill(0);
    this.#users.fill(0);
    this.#state.fill(WAITING);
  }

  #allFit(): boolean {
    for (let k = 0; k < this.#free.length; k++) {
      let asked = 0;
      for (const { ceiling, needs } of this.#claims) asked += ceiling * (needs[k] as number);
      if (asked > 1) return false;
    }
    return true;
  }

  #grantFloors(): void {
    const free = this.#free;
    for (const { floor, needs } of this.#claims) {
      for (let k = 0; floor > 0 && k < free.length; k++) free[k]! -= floor * (needs[k] as number);
    }
    const least = free.reduce((min, left) => Math.min(min, left), 0);
    const factor = 1 / (1 - least);
    for (let k = 0; k < free.length; k++) free[k] = Math.max(0, 1 - (1 - (free[k] as number)) * factor);
    for (let i = 0; i < this.#claims.length; i++) {
      const { weight, floor, ceiling } = this.#claims[i] as Claim;
      this.shares[i] = floor * factor;
      this.#begins[i] = (floor * factor) / weight;
      this.#ends[i] = ceiling / weight;
    }
    sortBy(this.#byBegin, this.#begins);
    sortBy(this.#byEnd, this.#ends);
  }

  /** From event to event: a share begins to rise, a claim is met, a resource is used up. */
  #raise(): void {
    const count = this.#claims.length;
    let level = 0;
    let begun = 0;
    let ended = 0;
    for (;;) {
      while (begun < count && this.#begin(begun) <= level) this.#start(this.#byBegin[begun++] as number);
      while (ended < count && this.#end(ended) <= level) this.#stop(this.#byEnd[ended++] as number, level);
      const next = Math.min(
        begun < count ? this.#begin(begun) : Number.POSITIVE_INFINITY,
        ended < count ? this.#end(ended) : Number.POSITIVE_INFINITY,
      );
      const scarce = this.#firstUsedUp();
      const usedUpAt = scarce < 0 ? Number.POSITIVE_INFINITY : level + this.#lasts(scarce);
      const until = Math.min(next, usedUpAt);
      if (until === Number.POSITIVE_INFINITY) return;
      for (let k = 0; k < this.#free.length; k++) this.#free[k]! -= (this.#rate[k] as number) * (until - level);
      level = until;
      if (usedUpAt <= next) this.#stopUsersOf(scarce, level);
    }
  }

  #begin(place: number): number {
    return this.#begins[this.#byBegin[place] as number] as number;
  }

  #end(place: number): number {
    return this.#ends[this.#byEnd[place] as number] as number;
  }

  #firstUsedUp(): number {
    let first = -1;
    for (let k = 0; k < this.#free.length; k++) {
      if ((this.#users[k] as number) > 0 && (first < 0 || this.#lasts(k) < this.#lasts(first))) first = k;
    }
    return first;
  }

  /** By how much the level may rise until the resource is used up. */
  #lasts(k: number): number {
    return Math.max(0, this.#free[k] as number) / (this.#rate[k] as number);
  }

  #start(i: number): void {
    if (this.#state[i] !== WAITING) return;
    this.#state[i] = RISING;
    this.#count(i, 1);
  }

  #stop(i: number, level: number): void {
    if (this.#state[i] === RISING) {
      const { weight, ceiling } = this.#claims[i] as Claim;
      this.shares[i] = Math.min(ceiling, weight * level);
      this.#count(i, -1);
    }
    this.#state[i] = STOPPED;
  }

  #stopUsersOf(k: number, level: number): void {
    for (let i = 0; i < this.#claims.length; i++) {
      if (this.#state[i] !== STOPPED && ((this.#claims[i] as Claim).needs[k] as number) > 0) this.#stop(i, level);
    }
  }

  #count(i: number, sign: 1 | -1): void {
    const { weight, needs } = this.#claims[i] as Claim;
    for (let k = 0; k < this.#free.length; k++) {
      const need = needs[k] as number;
      if (need === 0) continue;
      this.#users[k]! += sign;
      // What is left of sums and differences of fractions is no rate.
      this.#rate[k] = this.#users[k] === 0 ? 0 : (this.#rate[k] as number) + sign * weight * need;
    }
  }
}

const WAITING = 0;
const RISING = 1;
const STOPPED = 2;

/** By insertion: quick where little has changed. */
function sortBy(order: Int32Array, keys: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const moved = order[i] as number;
    const key = keys[moved] as number;
    let place = i;
    for (; place > 0 && (keys[order[place - 1] as number] as number) > key; place--) {
      order[place] = order[place - 1] as number;
    }
    order[place] = moved;
  }
}
