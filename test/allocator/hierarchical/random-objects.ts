import type { Conversion } from "../../../src/allocator/operations.js";
import type { RandomSource } from "../../../src/base/random.js";
import type { ResourceKeyId } from "../../../src/cluster/ids.js";
import type { ResourceKey, ResourceKeys } from "../../../src/cluster/resource-keys.js";
import {
  amountOf,
  contains,
  filterResources,
  isEmpty,
  keepKeys,
  NO_RESOURCES,
  type Resources,
  subtract,
} from "../../../src/cluster/resources.js";

/** By how likely an agent has it: the shared volumes are as large on every agent. */
const OBJECTS: readonly (readonly [number, (some: (least: number, most: number) => number) => string])[] = [
  [0.4, (some) => `ports:[31000-${31000 + some(0, 9)}]`],
  [0.1, (some) => `ports(eng):[32000-${32000 + some(0, 4)}]`],
  [0.1, () => "ports{REV}:[33000-33003]"],
  [0.2, (some) => `rack:{${["a", "b", "c"].slice(0, some(1, 3))}}`],
  [0.2, (some) => `cpus(eng)(eng/ml):${some(1, 3)}`],
  [0.15, (some) => `mem(eng/ml)(eng/ml/vision):${512 * some(1, 3)}`],
  [0.25, (some) => `disk[raid]:${128 * some(1, 8)}`],
  [0.25, (some) => `disk[ssd]:${128 * some(1, 8)}`],
  [0.25, (some) => `disk(eng):${64 * some(1, 4)}`],
  [0.15, (some) => `disk(eng)[data]:${64 * some(1, 4)}`],
  [0.25, () => "disk(eng)[v1]{SHARED}:2048"],
  [0.2, () => "disk(ops)[v2]{SHARED}:1024"],
  [0.15, () => "disk(eng)(eng/ml)[v3]{SHARED}:4096"],
];

/** The size of the shared volume that conversions make. */
const MADE_SHARED = 64_000;

/** Random resources of every kind that there is beside plain, reserved and revocable scalars. */
export class RandomObjects {
  readonly #random: RandomSource;
  readonly #keys: ResourceKeys;

  constructor(random: RandomSource, keys: ResourceKeys) {
    this.#random = random;
    this.#keys = keys;
  }

  /** Entries for an agent's total. */
  entries(): string[] {
    const some = (least: number, most: number) => least + Math.floor(this.#random() * (most - least + 1));
    return OBJECTS.filter(([chance]) => this.#random() < chance).map(([, entry]) => entry(some));
  }

  /** Of scalars and items some, of volumes all or nothing. */
  part(resources: Resources): Resources {
    const some = filterResources(resources, (id, amount) => {
      if (this.#random() < 0.3) return 0;
      if (this.#keys.get(id).isVolume) return amount;
      const isItems = this.#keys.formOf(this.#keys.get(id).name) !== "scalar";
      return isItems ? Math.ceil((amount / 1000) * this.#random()) * 1000 : Math.ceil(amount * this.#random());
    });
    return this.#random() < 0.5 ? some : subtract(resources, some);
  }

  /**
   * Something that may become of resources, or undefined: reserved for the role, unreserved, a volume, nothing, or, of a
   * shared volume, a further copy.
   *
   * @param role null for one that nothing can be reserved for
   * @param total of the agent that has them
   * @param others what else is held there
   */
  conversion(resources: Resources, role: string | null, total: Resources, others: Resources): Conversion | undefined {
    const conversion = this.#anyConversion(resources, role, total, others);
    // On an agent that shrank and grew, the same items may still be held under the new key.
    const isDouble = conversion?.to.items !== undefined && conversion.to.keys.some((key) => amountOf(others, key) > 0);
    return isDouble ? undefined : conversion;
  }

  #anyConversion(
    resources: Resources,
    role: string | null,
    total: Resources,
    others: Resources,
  ): Conversion | undefined {
    const id = resources.keys[Math.floor(this.#random() * resources.keys.length)] as ResourceKeyId;
    const key = this.#keys.get(id);
    const whole = keepKeys(resources, (other) => other === id);
    if (key.isShared) return this.#sharedConversion(key, whole, total, others);
    const isCutVolume = key.isVolume && amountOf(whole, id) < amountOf(total, id);
    if (key.revocable || isCutVolume || !contains(total, whole)) return undefined;
    if (key.isVolume)
      return { from: whole, to: this.#random() < 0.5 ? NO_RESOURCES : this.#renamed(whole, id, key.name) };
    if (key.reservation === null) {
      return role === null ? undefined : { from: whole, to: this.#renamed(whole, id, `${key.name}(${role})`) };
    }
    if (key.name !== "disk" || this.#random() < 0.4) return { from: whole, to: this.#renamed(whole, id, key.name) };
    const isShared = this.#random() < 0.5 && amountOf(whole, id) >= MADE_SHARED;
    const made = isShared ? `${key.text}[made-shared]{SHARED}` : `${key.text}[made]`;
    if (total.keys.some((other) => this.#keys.get(other).text === made)) return undefined;
    const from = filterResources(whole, (_, amount) => (isShared ? MADE_SHARED : amount));
    return { from, to: this.#renamed(from, id, made) };
  }

  #sharedConversion(key: ResourceKey, held: Resources, total: Resources, others: Resources): Conversion | undefined {
    const copy = filterResources(held, () => amountOf(total, key.id));
    if (isEmpty(copy)) return undefined;
    if (this.#random() < 0.5) return { from: NO_RESOURCES, to: copy };
    const isLastCopy = amountOf(held, key.id) === amountOf(total, key.id) && amountOf(others, key.id) === 0;
    return isLastCopy ? { from: copy, to: NO_RESOURCES } : undefined;
  }

  /** The same amount or items under another key. */
  #renamed(resources: Resources, id: ResourceKeyId, text: string): Resources {
    const like = this.#keys.format(keepKeys(resources, (key) => key === id));
    const value = like.slice(this.#keys.get(id).text.length + 1);
    return this.#keys.parse(`${text}:${value}`);
  }
}
