/** Reads a list of doubles from its beginning to its end. */
export class WireInput {
  #doubles: Float64Array = new Float64Array(0);
  #length = 0;
  at = 0;

  begin(doubles: Float64Array, length: number): void {
    this.#doubles = doubles;
    this.#length = length;
    this.at = 0;
  }

  get isOver(): boolean {
    return this.at >= this.#length;
  }

  next(): number {
    return this.#doubles[this.at++]!;
  }

  flag(): boolean {
    return this.#doubles[this.at++] === 1;
  }

  /** An id, time or amount that -1 stands for none of. */
  optional(): number | null {
    const value = this.#doubles[this.at++]!;
    return value === -1 ? null : value;
  }

  ids(): number[] {
    const ids: number[] = [];
    for (let n = this.next(); n > 0; n--) ids.push(this.next());
    return ids;
  }

  /** What the ids of a list stand for. */
  of<Item>(items: readonly Item[]): Item[] {
    const listed: Item[] = [];
    for (let n = this.next(); n > 0; n--) listed.push(items[this.next()]!);
    return listed;
  }

  /** @param absent stands where the list has nothing */
  vector(keys: number, absent: number): number[] {
    const doubles = this.#doubles;
    const vector: number[] = new Array(keys).fill(absent);
    let { at } = this;
    const end = at + 1 + 2 * doubles[at++]!;
    for (; at < end; at += 2) vector[doubles[at]!] = doubles[at + 1]!;
    this.at = at;
    return vector;
  }
}
