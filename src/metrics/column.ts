type Numbers = Float64Array | Int32Array | Uint8Array;

/** A typed array that grows: figures of a million tasks without a million objects. What was never set is `blank`. */
export class Column<Store extends Numbers> {
  #values: Store;
  #length = 0;
  readonly #make: (length: number) => Store;
  readonly #blank: number;

  constructor(make: (length: number) => Store, blank = 0) {
    this.#make = make;
    this.#blank = blank;
    this.#values = this.#blankStore(16);
  }

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? (this.#values[index] as number) : this.#blank;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) this.#grow(index + 1);
    if (index >= this.#length) this.#length = index + 1;
    this.#values[index] = value;
  }

  add(index: number, value: number): void {
    this.set(index, this.get(index) + value);
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** A view, valid until the next `set`. */
  values(): Store {
    return this.#values.subarray(0, this.#length) as Store;
  }

  #grow(needed: number): void {
    const grown = this.#blankStore(Math.max(needed, this.#values.length * 2));
    grown.set(this.#values);
    this.#values = grown;
  }

  #blankStore(length: number): Store {
    const store = this.#make(length);
    if (this.#blank !== 0) store.fill(this.#blank);
    return store;
  }
}

export function floatColumn(blank = 0): Column<Float64Array> {
  return new Column((length) => new Float64Array(length), blank);
}

export function integerColumn(blank = 0): Column<Int32Array> {
  return new Column((length) => new Int32Array(length), blank);
}

export function byteColumn(): Column<Uint8Array> {
  return new Column((length) => new Uint8Array(length));
}
