import { compareBytes } from "../base/byte-order.js";
import type { ResourceKeyId, RoleId } from "./ids.js";
import { countItems, type Items, intervalsOf, itemsOf } from "./items.js";
import { GrowingNameTable, type NameTable } from "./name-table.js";
import {
  type EntryItems,
  formatMilli,
  parseResourceText,
  type ResourceEntry,
  type ResourceKeyParts,
  ResourceTextError,
  resourceKeyText,
} from "./resource-text.js";
import { makeResources, type Resources } from "./resources.js";

/** What a resource amount is an amount of. */
export interface ResourceKey {
  readonly id: ResourceKeyId;
  /** `cpus`, `cpus(prod)`, `cpus{REV}`, `disk(prod)[v1]{SHARED}` */
  readonly text: string;
  readonly name: string;
  /** The id of the plain key of the same name; quantities per name are kept under it. */
  readonly plain: ResourceKeyId;
  /** The role that it is reserved to; of a refined reservation the lowest one. */
  readonly reservation: RoleId | null;
  /** Whether it is reserved to several roles, each below the one before. */
  readonly isRefined: boolean;
  readonly revocable: boolean;
  /** A volume that several may hold at once. Amounts count its copies, each as large as the volume (S4). */
  readonly isShared: boolean;
  /** Given out whole or not at all (C12). */
  readonly isVolume: boolean;
}

/** How a resource of a name is measured; fixed by the first agent that has it. */
export type ResourceForm = "scalar" | "ranges" | "set";

const PLAIN: Omit<ResourceKeyParts, "name"> = { reservations: [], volume: null, modifier: "none" };

/** The resource keys of one run. */
export class ResourceKeys {
  readonly all: ResourceKey[] = [];
  /** Rises when a name turns out to be of ranges or sets. */
  formsVersion = 0;
  /** Whether any key is shared; most runs need not ask further. */
  hasShared = false;
  readonly #ids = new Map<string, ResourceKeyId>();
  readonly #roles: NameTable<RoleId>;
  readonly #forms = new Map<string, ResourceForm>();
  readonly #members = new GrowingNameTable<number>();
  /** By id: the place of the key's text in byte order; made anew when there are more keys. */
  #ranks: readonly number[] = [];

  constructor(roles: NameTable<RoleId>) {
    this.#roles = roles;
  }

  get(id: ResourceKeyId): ResourceKey {
    return this.all[id] as ResourceKey;
  }

  /** @throws Error when a reservation's role is unknown to the run */
  intern(parts: ResourceKeyParts): ResourceKeyId {
    const text = resourceKeyText(parts);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const { name, reservations, volume, modifier } = parts;
    const plain = text === name ? undefined : this.intern({ name, ...PLAIN });
    const id = this.all.length as ResourceKeyId;
    const role = reservations.at(-1);
    this.all.push({
      id,
      text,
      name,
      plain: plain ?? id,
      reservation: role === undefined ? null : this.#roles.id(role),
      isRefined: reservations.length > 1,
      revocable: modifier === "revocable",
      isShared: modifier === "shared",
      isVolume: volume !== null,
    });
    this.hasShared ||= modifier === "shared";
    this.#ids.set(text, id);
    return id;
  }

  find(text: string): ResourceKeyId | undefined {
    return this.#ids.get(text);
  }

  /** The revocable key of the same name. */
  revocableOf(id: ResourceKeyId): ResourceKeyId {
    return this.intern({ name: this.get(id).name, ...PLAIN, modifier: "revocable" });
  }

  /** The key of the same name that is reserved to a role. */
  reservedOf(id: ResourceKeyId, role: RoleId): ResourceKeyId {
    return this.intern({ name: this.get(id).name, ...PLAIN, reservations: [this.#roles.name(role)] });
  }

  /** Undefined for a name that only quantities have been asked of. */
  formOf(name: string): ResourceForm | undefined {
    return this.#forms.get(name);
  }

  /** The names whose resources are ranges or sets. */
  namesWithItems(): string[] {
    return [...this.#forms].filter(([, form]) => form !== "scalar").map(([name]) => name);
  }

  /** What an agent has, or what is offered or used of it. @throws ResourceTextError when a name has another form elsewhere */
  fromEntries(entries: readonly ResourceEntry[]): Resources {
    for (const entry of entries) this.#settleForm(entry);
    return this.#resources(entries, (entry) => (entry.items === null ? null : this.#itemsOf(entry.items)));
  }

  /**
   * So much of each name, of whatever form: a quota, a demand, a minimum. Of ranges and sets it is a number of items.
   * @throws ResourceTextError for anything but plain `name:number`
   */
  quantitiesOf(entries: readonly ResourceEntry[]): Resources {
    const odd = entries.find((entry) => resourceKeyText(entry) !== entry.name || entry.items !== null);
    if (odd !== undefined) throw new ResourceTextError(resourceKeyText(odd), "a quantity is written name:number");
    return this.#resources(entries, () => null);
  }

  /** As `fromEntries`. @throws ResourceTextError */
  parse(text: string): Resources {
    return this.fromEntries(parseResourceText(text));
  }

  /** As `quantitiesOf`. @throws ResourceTextError */
  parseQuantities(text: string, zeros: "keep" | "drop" = "drop"): Resources {
    return this.quantitiesOf(parseResourceText(text, zeros));
  }

  /**
   * The printed form: keys in byte order, no trailing zeros. Nothing is kept per value: a weak map of texts costs a large
   * run more in garbage collection than it saves here.
   */
  format(resources: Resources): string {
    const { keys, amounts, items } = resources;
    if (!this.#isInTextOrder(keys)) return this.format(this.#inTextOrder(resources));
    let text = "";
    for (let i = 0; i < keys.length; i++) {
      const key = this.get(keys[i] as ResourceKeyId);
      const of = items?.[i] ?? null;
      const value = of === null ? formatMilli(amounts[i] as number) : this.#formatItems(key.name, of);
      text += `${i === 0 ? "" : ";"}${key.text}:${value}`;
    }
    return text;
  }

  #settleForm(entry: ResourceEntry): void {
    const form = entry.items?.kind ?? "scalar";
    const known = this.#forms.get(entry.name);
    if (known === form) return;
    if (known !== undefined) {
      throw new ResourceTextError(resourceKeyText(entry), `${entry.name} is a resource of ${known} values elsewhere`);
    }
    this.#forms.set(entry.name, form);
    if (form !== "scalar") this.formsVersion++;
  }

  #resources(entries: readonly ResourceEntry[], items: (entry: ResourceEntry) => Items | null): Resources {
    const parts = entries.map((entry) => ({ key: this.intern(entry), milli: entry.milli, items: items(entry) }));
    parts.sort((a, b) => a.key - b.key);
    return makeResources(
      parts.map((part) => part.key),
      parts.map((part) => part.milli),
      parts.map((part) => part.items),
    );
  }

  #itemsOf(items: EntryItems): Items {
    if (items.kind === "ranges") return itemsOf(items.intervals);
    return itemsOf(items.members.map((member) => this.#members.intern(member)).map((id) => [id, id] as const));
  }

  #formatItems(name: string, items: Items): string {
    if (this.#forms.get(name) !== "set") return `[${[...intervalsOf(items)].map(([a, b]) => `${a}-${b}`)}]`;
    const members: string[] = [];
    for (const [first, last] of intervalsOf(items)) {
      for (let id = first; id <= last; id++) members.push(this.#members.name(id));
    }
    return `{${members.sort(compareBytes)}}`;
  }

  #isInTextOrder(keys: readonly ResourceKeyId[]): boolean {
    if (this.#ranks.length !== this.all.length) this.#rank();
    for (let i = 1; i < keys.length; i++) {
      if ((this.#ranks[keys[i - 1] as number] as number) > (this.#ranks[keys[i] as number] as number)) return false;
    }
    return true;
  }

  /** Not a value to calculate with: its keys ascend by text, not by id. */
  #inTextOrder({ keys, amounts, items }: Resources): Resources {
    const places = keys.map((_, i) => i);
    places.sort((a, b) => (this.#ranks[keys[a] as number] as number) - (this.#ranks[keys[b] as number] as number));
    return makeResources(
      places.map((i) => keys[i] as ResourceKeyId),
      places.map((i) => amounts[i] as number),
      places.map((i) => items?.[i] ?? null),
    );
  }

  #rank(): void {
    const ranks: number[] = [];
    const inOrder = this.all.toSorted((a, b) => compareBytes(a.text, b.text));
    for (const [rank, { id }] of inOrder.entries()) ranks[id] = rank;
    this.#ranks = ranks;
  }
}

/** Amounts per name, whatever their reservation or revocability, under the plain keys; items are counted. */
export function quantities(resources: Resources, keys: ResourceKeys): Resources {
  const sums = new Map<ResourceKeyId, number>();
  for (let i = 0; i < resources.keys.length; i++) {
    const { plain } = keys.get(resources.keys[i] as ResourceKeyId);
    const items = resources.items?.[i] ?? null;
    const amount = items === null ? (resources.amounts[i] as number) : countItems(items) * 1000;
    sums.set(plain, (sums.get(plain) ?? 0) + amount);
  }
  const plains = [...sums.keys()].sort((a, b) => a - b);
  return { keys: plains, amounts: plains.map((plain) => sums.get(plain) as number) };
}
