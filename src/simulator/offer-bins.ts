import type { Offer } from "../allocator/decisions.js";
import type { Micros } from "../base/time.js";
import type { ResourceKeyId } from "../cluster/ids.js";
import { lowestItems } from "../cluster/items.js";
import { amountOf, itemsUnder, makeResources, type Resources, subtract } from "../cluster/resources.js";
import type { SimulatedTask } from "./simulated-task.js";
import type { ResourceNames, TaskShape } from "./task-shape.js";

/** An offer in a framework's hands, not wholly answered yet. */
export interface OpenOffer {
  readonly offer: Offer;
  readonly receivedAt: Micros;
  /** What of it is still unused. */
  rest: Resources;
  /** Whether a part of it has been used. */
  used: boolean;
  /** A gang that is not complete counts on a part of it. */
  reserved: boolean;
  readonly starts: Start[];
}

/** A task that is to run in an offer, and what it takes of it. */
export interface Start {
  readonly task: SimulatedTask;
  readonly resources: Resources;
  readonly revocable: boolean;
  /** The quantities, where that is not what the task asked for. */
  readonly granted?: Resources;
}

export function openOffer(offer: Offer, receivedAt: Micros): OpenOffer {
  return { offer, receivedAt, rest: offer.resources, used: false, reserved: false, starts: [] };
}

/**
 * The open offers of one framework as columns of what is free in each, per resource name: revocable and other amounts
 * apart, since a task may not mix them under one name (oversubscription L1). Ranges and sets count as numbers of items;
 * which ones a task gets is settled when it starts.
 */
export class OfferBins {
  readonly open: OpenOffer[] = [];
  readonly #names: ResourceNames;
  /** Per bin and name two columns: not revocable, revocable. */
  #free = new Float64Array(1024);
  #width = 0;
  /** The most that any bin had of a name, in one piece, when it was put in. */
  #most = new Float64Array(0);

  constructor(names: ResourceNames) {
    this.#names = names;
  }

  get size(): number {
    return this.open.length;
  }

  clear(): void {
    this.open.length = 0;
    this.#width = 2 * this.#names.count;
    if (this.#most.length < this.#names.count) this.#most = new Float64Array(this.#names.count);
    this.#most.fill(0);
  }

  /** @param closed nothing may start in it */
  put(open: OpenOffer, closed: boolean): void {
    const row = this.open.length * this.#width;
    this.open.push(open);
    open.reserved = false;
    if (row + this.#width > this.#free.length) this.#grow();
    this.#free.fill(0, row, row + this.#width);
    if (closed) return;
    const { keys, amounts } = open.rest;
    for (let i = 0; i < keys.length; i++) {
      const key = this.#names.keys.get(keys[i] as ResourceKeyId);
      // No task asks for a volume.
      if (key.isVolume) continue;
      const name = this.#names.indexOf(key.id);
      const at = row + 2 * name + (key.revocable ? 1 : 0);
      const free = (this.#free[at] as number) + (amounts[i] as number);
      this.#free[at] = free;
      if (free > (this.#most[name] as number)) this.#most[name] = free;
    }
  }

  /** Quick: false means that the shape fits in no bin. */
  mayFit({ names, demand }: TaskShape): boolean {
    for (let i = 0; i < names.length; i++) {
      if ((this.#most[names[i] as number] as number) < (demand.amounts[i] as number)) return false;
    }
    return true;
  }

  fits(bin: number, { names, demand }: TaskShape): boolean {
    const row = bin * this.#width;
    for (let i = 0; i < names.length; i++) {
      const at = row + 2 * (names[i] as number);
      const amount = demand.amounts[i] as number;
      if ((this.#free[at] as number) < amount && (this.#free[at + 1] as number) < amount) return false;
    }
    return true;
  }

  /** How many tasks of a shape fit. */
  slots(bin: number, { names, demand }: TaskShape): number {
    const row = bin * this.#width;
    let slots = Number.POSITIVE_INFINITY;
    for (let i = 0; i < names.length && slots > 0; i++) {
      const at = row + 2 * (names[i] as number);
      const amount = demand.amounts[i] as number;
      const ofName =
        Math.floor((this.#free[at] as number) / amount) + Math.floor((this.#free[at + 1] as number) / amount);
      slots = Math.min(slots, ofName);
    }
    return slots;
  }

  /** Keeps one slot for a task that does not start yet. It must fit. */
  reserve(bin: number, shape: TaskShape): void {
    for (let i = 0; i < shape.names.length; i++) this.#takeName(bin, shape, i);
    (this.open[bin] as OpenOffer).reserved = true;
  }

  /** Fills a task from the bin: what is not revocable first where it suffices, reserved before plain. It must fit. */
  start(bin: number, task: SimulatedTask): void {
    const { shape } = task.unit.queueClass;
    const open = this.open[bin] as OpenOffer;
    const parts: [ResourceKeyId, number][] = [];
    let revocable = false;
    for (let i = 0; i < shape.names.length; i++) {
      const plain = shape.demand.keys[i] as ResourceKeyId;
      const amount = shape.demand.amounts[i] as number;
      if (this.#takeName(bin, shape, i)) {
        revocable = true;
        parts.push([this.#names.keys.revocableOf(plain), amount]);
      } else {
        this.#takeObjects(open.rest, plain, amount, parts);
      }
    }
    const resources = open.rest.items === undefined ? asResources(parts, shape.demand) : withItems(parts, open.rest);
    open.rest = subtract(open.rest, resources);
    open.starts.push({ task, resources, revocable });
  }

  /** @returns whether the amount was taken from the revocable part */
  #takeName(bin: number, shape: TaskShape, i: number): boolean {
    const at = bin * this.#width + 2 * (shape.names[i] as number);
    const amount = shape.demand.amounts[i] as number;
    const revocable = (this.#free[at] as number) < amount;
    const column = revocable ? at + 1 : at;
    this.#free[column] = (this.#free[column] as number) - amount;
    return revocable;
  }

  /** Takes an amount from the objects of a name that are not revocable: the role's own reservation, its ancestors', plain. */
  #takeObjects(rest: Resources, plain: ResourceKeyId, amount: number, into: [ResourceKeyId, number][]): void {
    let lacking = amount;
    const { keys } = this.#names;
    const reserved = rest.keys
      .map((id) => keys.get(id))
      .filter((key) => key.plain === plain && key.reservation !== null && !key.isVolume)
      // A descendant's name stands after its ancestor's.
      .sort((a, b) => (b.reservation as number) - (a.reservation as number));
    for (const { id } of reserved) {
      const part = Math.min(lacking, amountOf(rest, id));
      if (part > 0) into.push([id, part]);
      lacking -= part;
    }
    if (lacking > 0) into.push([plain, lacking]);
  }

  #grow(): void {
    const grown = new Float64Array(2 * Math.max(this.#free.length, this.#width));
    grown.set(this.#free);
    this.#free = grown;
  }
}

/** The demand itself where nothing but plain resources were taken, so that equal values stay one object. */
function asResources(parts: [ResourceKeyId, number][], demand: Resources): Resources {
  if (parts.length === demand.keys.length && parts.every(([key], i) => key === demand.keys[i])) return demand;
  parts.sort((a, b) => a[0] - b[0]);
  return { keys: parts.map((part) => part[0]), amounts: parts.map((part) => part[1]) };
}

/** Of ranges and sets the lowest items that the offer has left under each key. */
function withItems(parts: [ResourceKeyId, number][], rest: Resources): Resources {
  parts.sort((a, b) => a[0] - b[0]);
  return makeResources(
    parts.map(([key]) => key),
    parts.map(([, amount]) => amount),
    parts.map(([key, amount]) => {
      const items = itemsUnder(rest, key);
      return items === null ? null : lowestItems(items, amount / 1000);
    }),
  );
}
