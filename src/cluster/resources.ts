import { compareBytes } from "../base/byte-order.js";
import type { ResourceKeyId, RoleId } from "./ids.js";
import type { NameTable } from "./name-table.js";
import { formatMilli, parseResourceText, type ResourceEntry, resourceKeyText } from "./resource-text.js";

/** What a resource amount is an amount of. */
export interface ResourceKey {
  readonly id: ResourceKeyId;
  /** `cpus`, `cpus(prod)`, `cpus{REV}` */
  readonly text: string;
  readonly name: string;
  /** The id of the plain (unreserved, not revocable) key of the same name; quantities per name are kept under it. */
  readonly plain: ResourceKeyId;
  readonly reservation: RoleId | null;
  readonly revocable: boolean;
}

/**
 * Amounts of scalar resources: parallel lists, keys ascending by id, amounts integers of thousandths above zero.
 * Values are immutable and shared freely. (A quota's limits are the one place where an amount may be zero.)
 */
export interface Resources {
  readonly keys: readonly ResourceKeyId[];
  readonly amounts: readonly number[];
}

export const NO_RESOURCES: Resources = { keys: [], amounts: [] };

/** The resource keys of one run. */
export class ResourceKeys {
  readonly all: ResourceKey[] = [];
  readonly #ids = new Map<string, ResourceKeyId>();
  readonly #roles: NameTable<RoleId>;
  /** By id: the place of the key's text in byte order; made anew when there are more keys. */
  #ranks: readonly number[] = [];

  constructor(roles: NameTable<RoleId>) {
    this.#roles = roles;
  }

  get(id: ResourceKeyId): ResourceKey {
    return this.all[id] as ResourceKey;
  }

  /** @throws Error when the reservation's role is unknown to the run */
  intern(name: string, reservation: string | null, revocable: boolean): ResourceKeyId {
    const text = resourceKeyText(name, reservation, revocable);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const isPlain = reservation === null && !revocable;
    const plain = isPlain ? undefined : this.intern(name, null, false);
    const id = this.all.length as ResourceKeyId;
    const role = reservation === null ? null : this.#roles.id(reservation);
    this.all.push({ id, text, name, plain: plain ?? id, reservation: role, revocable });
    this.#ids.set(text, id);
    return id;
  }

  find(text: string): ResourceKeyId | undefined {
    return this.#ids.get(text);
  }

  /** The revocable key of the same name. */
  revocableOf(id: ResourceKeyId): ResourceKeyId {
    return this.intern(this.get(id).name, null, true);
  }

  fromEntries(entries: readonly ResourceEntry[]): Resources {
    const pairs = entries.map((e) => [this.intern(e.name, e.reservation, e.revocable), e.milli] as const);
    pairs.sort((a, b) => a[0] - b[0]);
    return { keys: pairs.map((p) => p[0]), amounts: pairs.map((p) => p[1]) };
  }

  /** @throws ResourceTextError */
  parse(text: string, zeros: "keep" | "drop" = "drop"): Resources {
    return this.fromEntries(parseResourceText(text, zeros));
  }

  /**
   * The printed form: keys in byte order, no trailing zeros. Nothing is kept per value: a weak map of texts costs a large
   * run more in garbage collection than it saves here.
   */
  format(resources: Resources): string {
    const { keys, amounts } = resources;
    if (!this.#isInTextOrder(keys)) return this.format(this.#inTextOrder(resources));
    let text = "";
    for (let i = 0; i < keys.length; i++) {
      text += `${i === 0 ? "" : ";"}${this.get(keys[i] as ResourceKeyId).text}:${formatMilli(amounts[i] as number)}`;
    }
    return text;
  }

  #isInTextOrder(keys: readonly ResourceKeyId[]): boolean {
    if (this.#ranks.length !== this.all.length) this.#rank();
    for (let i = 1; i < keys.length; i++) {
      if ((this.#ranks[keys[i - 1] as number] as number) > (this.#ranks[keys[i] as number] as number)) return false;
    }
    return true;
  }

  /** Not a value to calculate with: its keys ascend by text, not by id. */
  #inTextOrder({ keys, amounts }: Resources): Resources {
    const places = keys.map((_, i) => i);
    places.sort((a, b) => (this.#ranks[keys[a] as number] as number) - (this.#ranks[keys[b] as number] as number));
    return {
      keys: places.map((i) => keys[i] as ResourceKeyId),
      amounts: places.map((i) => amounts[i] as number),
    };
  }

  #rank(): void {
    const ranks: number[] = [];
    const inOrder = this.all.toSorted((a, b) => compareBytes(a.text, b.text));
    for (const [rank, { id }] of inOrder.entries()) ranks[id] = rank;
    this.#ranks = ranks;
  }
}

export function isEmpty(resources: Resources): boolean {
  return resources.keys.length === 0;
}

/** The amount under a key, 0 when there is none. */
export function amountOf(resources: Resources, key: ResourceKeyId): number {
  const { keys } = resources;
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === key) return resources.amounts[i] as number;
  }
  return 0;
}

export function add(a: Resources, b: Resources): Resources {
  if (b.keys.length === 0) return a;
  if (a.keys.length === 0) return b;
  return combine(a, b, 1);
}

/** a - b, each amount not below zero. */
export function subtract(a: Resources, b: Resources): Resources {
  if (b.keys.length === 0 || a.keys.length === 0) return a;
  if (a === b) return NO_RESOURCES;
  return combine(a, b, -1);
}

/** Merges two key-sorted lists; entries that are not above zero are dropped. */
function combine(a: Resources, b: Resources, sign: 1 | -1): Resources {
  return (sameKeys(a.keys, b.keys) ? combineAligned(a, b, sign) : undefined) ?? merge(a, b, sign);
}

function sameKeys(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((key, i) => key === b[i]));
}

/** The common case, without growing any list: the same keys, and all of them or none of them are left. */
function combineAligned(a: Resources, b: Resources, sign: 1 | -1): Resources | undefined {
  const amounts = a.amounts.map((amount, i) => amount + sign * (b.amounts[i] as number));
  if (amounts.every((amount) => amount > 0)) return { keys: a.keys, amounts };
  return amounts.some((amount) => amount > 0) ? undefined : NO_RESOURCES;
}

function merge(a: Resources, b: Resources, sign: 1 | -1): Resources {
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.keys.length || j < b.keys.length) {
    const keyA = i < a.keys.length ? (a.keys[i] as number) : Number.POSITIVE_INFINITY;
    const keyB = j < b.keys.length ? (b.keys[j] as number) : Number.POSITIVE_INFINITY;
    let amount = 0;
    if (keyA <= keyB) amount += a.amounts[i++] as number;
    if (keyB <= keyA) amount += sign * (b.amounts[j++] as number);
    if (amount > 0) {
      keys.push(Math.min(keyA, keyB) as ResourceKeyId);
      amounts.push(amount);
    }
  }
  return { keys, amounts };
}

/** The smaller amount under each key that both have. */
export function intersect(a: Resources, b: Resources): Resources {
  return filterResources(a, (key, amount) => Math.min(amount, amountOf(b, key)));
}

/** Maps each amount; what comes out zero or below is dropped. */
export function filterResources(
  resources: Resources,
  amount: (key: ResourceKeyId, amount: number) => number,
): Resources {
  const keys: ResourceKeyId[] = [];
  const amounts: number[] = [];
  for (let i = 0; i < resources.keys.length; i++) {
    const key = resources.keys[i] as ResourceKeyId;
    const mapped = amount(key, resources.amounts[i] as number);
    if (mapped > 0) {
      keys.push(key);
      amounts.push(mapped);
    }
  }
  return { keys, amounts };
}

/** Whether every amount of `part` is at hand in `whole`, object by object. */
export function contains(whole: Resources, part: Resources): boolean {
  if (whole === part) return true;
  for (let i = 0; i < part.keys.length; i++) {
    if (amountOf(whole, part.keys[i] as ResourceKeyId) < (part.amounts[i] as number)) return false;
  }
  return true;
}

export function equal(a: Resources, b: Resources): boolean {
  if (a === b) return true;
  if (a.keys.length !== b.keys.length) return false;
  return a.keys.every((key, i) => key === b.keys[i] && a.amounts[i] === b.amounts[i]);
}

/** Amounts per name, whatever their reservation or revocability, under the plain keys. */
export function quantities(resources: Resources, keys: ResourceKeys): Resources {
  let sum = NO_RESOURCES;
  for (let i = 0; i < resources.keys.length; i++) {
    const plain = keys.get(resources.keys[i] as ResourceKeyId).plain;
    sum = add(sum, { keys: [plain], amounts: [resources.amounts[i] as number] });
  }
  return sum;
}
