import { contains, equal, type Resources } from "../../cluster/resources.js";
import type { ClientId } from "./clients.js";
import { enlarged } from "./resource-names.js";

/** The filters on one agent, as columns; their order means nothing. */
export class AgentFilters {
  length = 0;
  clients = new Int32Array(4);
  readonly refused: Resources[] = [];
  /** Whether all refused the same: then `refused[0]` is what each of them refused. */
  isUniform = true;
  #expiries = new Float64Array(4);
  /** One bit for each client that has a filter here. */
  #bits = new Uint32Array(1);

  /**
   * Keeps a filter, unless another of the client outlasts and contains it; one that it outlasts and contains gives way.
   * @returns whether there is one filter more than before
   */
  put(client: ClientId, refused: Resources, expiry: number): boolean {
    if (this.has(client) && this.#isSettledByOther(client, refused, expiry)) return false;
    this.#append(client, this.#shared(refused), expiry);
    return true;
  }

  #isSettledByOther(client: ClientId, refused: Resources, expiry: number): boolean {
    for (let i = 0; i < this.length; i++) {
      if (this.clients[i] !== client) continue;
      const other = this.refused[i] as Resources;
      const otherExpiry = this.#expiries[i] as number;
      if (otherExpiry >= expiry && contains(other, refused)) return true;
      if (otherExpiry <= expiry && contains(refused, other)) {
        this.refused[i] = this.#shared(refused);
        this.#checkUniform();
        this.#expiries[i] = expiry;
        return true;
      }
    }
    return false;
  }

  /** The innermost question of a cycle on a crowded cluster: it has to cost next to nothing. */
  has(client: number): boolean {
    const word = client >>> 5;
    return word < this.#bits.length && ((this.#bits[word] as number) & (1 << (client & 31))) !== 0;
  }

  /** @returns whether there was any */
  removeClient(client: ClientId): boolean {
    if (!this.has(client)) return false;
    for (let i = this.length - 1; i >= 0; i--) if (this.clients[i] === client) this.#removeAt(i);
    this.#afterRemoval();
    return true;
  }

  /**
   * @param onRemoved told the client of each
   * @returns whether there was any
   */
  removeExpired(deadline: number, onRemoved: (client: number) => void): boolean {
    const before = this.length;
    for (let i = this.length - 1; i >= 0; i--) {
      if ((this.#expiries[i] as number) > deadline) continue;
      onRemoved(this.clients[i] as number);
      this.#removeAt(i);
    }
    if (this.length === before) return false;
    this.#afterRemoval();
    return true;
  }

  /** Tells the client of each filter that ends after the deadline. */
  forEachActive(deadline: number, tell: (client: number) => void): void {
    for (let i = 0; i < this.length; i++) {
      if ((this.#expiries[i] as number) > deadline) tell(this.clients[i] as number);
    }
  }

  clear(): void {
    this.length = 0;
    this.refused.length = 0;
    this.#afterRemoval();
  }

  /** Infinity when there is no filter. */
  nextExpiry(): number {
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.length; i++) next = Math.min(next, this.#expiries[i] as number);
    return next;
  }

  /**
   * One object for equal resources: mostly everybody refused the same, and ten million filters have to fit into
   * memory.
   */
  #shared(refused: Resources): Resources {
    const last = this.refused.at(-1);
    return last !== undefined && equal(last, refused) ? last : refused;
  }

  #append(client: ClientId, refused: Resources, expiry: number): void {
    if (this.length === this.clients.length) {
      this.clients = enlarged(this.clients, new Int32Array(this.length * 2));
      this.#expiries = enlarged(this.#expiries, new Float64Array(this.length * 2));
    }
    this.clients[this.length] = client;
    this.#expiries[this.length] = expiry;
    this.refused.push(refused);
    if (refused !== this.refused[0]) this.isUniform = false;
    this.#setBit(client);
    this.length++;
  }

  #setBit(client: number): void {
    const word = client >>> 5;
    if (word >= this.#bits.length) this.#bits = enlarged(this.#bits, new Uint32Array(word + 1));
    this.#bits[word] = (this.#bits[word] as number) | (1 << (client & 31));
  }

  #afterRemoval(): void {
    this.#bits.fill(0);
    for (let i = 0; i < this.length; i++) this.#setBit(this.clients[i] as number);
    this.#checkUniform();
  }

  #checkUniform(): void {
    this.isUniform = this.refused.every((refused) => refused === this.refused[0]);
  }

  #removeAt(i: number): void {
    const last = --this.length;
    this.clients[i] = this.clients[last] as number;
    this.#expiries[i] = this.#expiries[last] as number;
    this.refused[i] = this.refused[last] as Resources;
    this.refused.pop();
  }
}
