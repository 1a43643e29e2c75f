import { compareBytes } from "../base/byte-order.js";

/** Names of one kind and their ids, fixed before the run: id order is byte order of the names, or of their places. */
export class NameTable<Id extends number> {
  readonly names: readonly string[];
  /** The text by which a name is put in order. */
  readonly placeOf: (name: string) => string;
  readonly #ids: ReadonlyMap<string, Id>;

  /** @param placeOf different for different names */
  constructor(names: Iterable<string>, placeOf: (name: string) => string = (name) => name) {
    this.placeOf = placeOf;
    this.names = [...new Set(names)].sort((a, b) => compareBytes(placeOf(a), placeOf(b)));
    this.#ids = new Map(this.names.map((name, id) => [name, id as Id]));
  }

  get size(): number {
    return this.names.length;
  }

  /** The id of a name, or undefined for a name that this run does not know. */
  find(name: string): Id | undefined {
    return this.#ids.get(name);
  }

  /** The id of a name that is known to be here. @throws Error when it is not: a defect of the caller */
  id(name: string): Id {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`unknown name ${JSON.stringify(name)}`);
    return id;
  }

  name(id: Id): string {
    return this.names[id] as string;
  }

  *ids(): Iterable<Id> {
    for (let id = 0; id < this.names.length; id++) yield id as Id;
  }
}

/** Names that arrive while the run goes on; ids count up from 0 in that order. */
export class GrowingNameTable<Id extends number> {
  readonly names: string[] = [];
  readonly #ids = new Map<string, Id>();

  intern(name: string): Id {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = this.names.length as Id;
    this.names.push(name);
    this.#ids.set(name, id);
    return id;
  }

  /**
   * The next id for a name that nobody has used yet, nor will `intern`: it cannot be found by its name. A million names
   * take half the memory so.
   */
  append(name: string): Id {
    return (this.names.push(name) - 1) as Id;
  }

  name(id: Id): string {
    return this.names[id] as string;
  }
}
