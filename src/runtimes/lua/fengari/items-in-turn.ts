import type { LuaEntry, LuaTable, LuaValue } from "fengari";

/**
 * The items of a sequence in fengari, one after the other. Mostly they came into the table in their order, in which
 * fengari has its entries linked: to go on to the next takes less than half of the time that it takes to look it up.
 */
export class ItemsInTurn {
  readonly #table: LuaTable;
  /** Where the next item should be. */
  #entry: LuaEntry | undefined;
  #number = 0;

  /** To be read at once: the table must not lose an entry meanwhile. */
  constructor(table: LuaTable) {
    this.#table = table;
    this.#entry = table.f;
  }

  /** In its place, which may be written to. Undefined: the table has no such item. */
  next(): LuaValue | undefined {
    this.#number++;
    let entry = this.#entry;
    if (entry === undefined || entry.key.value !== this.#number || !entry.key.ttisinteger()) {
      entry = this.#table.strong.get(this.#number);
    }
    this.#entry = entry?.n;
    return entry?.value;
  }
}
