import type { Allocator, AllocatorContext, ExtraTrigger, Gauge } from "../allocator/allocator.js";
import type { Decisions } from "../allocator/decisions.js";
import { AllocatorFailure } from "../allocator/failure.js";
import type { TimedOperation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { AgentId } from "../cluster/ids.js";
import type { MetricSample } from "../cluster/metric-sample.js";
import type { ResourceKey, ResourceKeys } from "../cluster/resource-keys.js";
import type { Guest, GuestResourceKey, GuestSetup } from "./guest.js";
import { GuestOutput } from "./guest-output.js";
import { WireEncoder } from "./wire.js";
import { type Answer, decodeAnswer, WireFormatError } from "./wire-decisions.js";

/** What native code and the built-in ones print is not theirs to count. */
const UNCOUNTED = new GuestOutput(null, () => undefined);

/** Puts a guest behind the Allocator port: operations go over as records, records come back as decisions. */
export class WireAllocator implements Allocator {
  readonly triggers: readonly ExtraTrigger[];
  readonly #guest: Guest;
  readonly #encoder: WireEncoder;
  readonly #resourceKeys: ResourceKeys;
  readonly #onSample: AllocatorContext["onSample"];
  readonly #output: GuestOutput;
  #keysSent: number;
  /** Of the metrics reported so far. */
  readonly #units = new Map<string, string>();

  /**
   * @param output counts what the guest says: loading and set-up together are one call
   * @throws AllocatorFailure when the guest's set-up fails
   */
  constructor(guest: Guest, context: AllocatorContext, output: GuestOutput = UNCOUNTED) {
    this.#guest = guest;
    this.#output = output;
    this.#encoder = new WireEncoder(context.options.allocationInterval, context.directory.resourceKeys);
    this.#resourceKeys = context.directory.resourceKeys;
    this.#onSample = context.onSample;
    this.triggers = guest.setup(guestSetup(context));
    this.#checkOutput();
    this.#keysSent = this.#resourceKeys.all.length;
  }

  decide(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Decisions {
    this.#output.startCall();
    this.#sendNewKeys();
    const { decisions, samples } = this.#read(this.#guest.decide(this.#encoder.encode(t, events, candidates)), t);
    for (const sample of samples) this.#report(sample);
    return decisions;
  }

  #report(sample: MetricSample): void {
    const { name, unit } = sample;
    const known = this.#units.get(name) ?? unit;
    if (known !== unit) {
      const units = `${JSON.stringify(known)} before, and is ${JSON.stringify(unit)} now`;
      throw new AllocatorFailure("illegalDecision", `metric ${name}: its unit was ${units}`);
    }
    this.#units.set(name, unit);
    this.#onSample?.(sample);
  }

  #read(output: Float64Array, t: Micros): Answer {
    this.#count(output.byteLength);
    try {
      return decodeAnswer(output, t, () => this.#takeTexts());
    } catch (error) {
      if (error instanceof WireFormatError) throw new AllocatorFailure("illegalDecision", error.message);
      throw error;
    }
  }

  gauges(): readonly Gauge[] {
    return [];
  }

  close(): void {
    this.#guest.close();
  }

  #takeTexts(): readonly string[] {
    const texts = this.#guest.takeTexts();
    this.#count(texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0));
    return texts;
  }

  #count(bytes: number): void {
    this.#output.add(bytes);
    this.#checkOutput();
  }

  #checkOutput(): void {
    if (this.#output.isOver) throw new AllocatorFailure("outOfMemory", this.#output.text);
  }

  #sendNewKeys(): void {
    const { all } = this.#resourceKeys;
    if (all.length === this.#keysSent) return;
    addRevocableTwins(this.#resourceKeys, this.#keysSent);
    this.#guest.addResourceKeys(all.slice(this.#keysSent).map(guestResourceKey));
    this.#keysSent = all.length;
  }
}

/** What a guest is told once. */
export function guestSetup({ directory, options, parameters, seed }: AllocatorContext): GuestSetup {
  const { resourceKeys } = directory;
  addRevocableTwins(resourceKeys, 0);
  return {
    agents: directory.agents.names,
    frameworks: directory.frameworks.names,
    roles: directory.roles.names,
    resourceKeys: resourceKeys.all.map(guestResourceKey),
    parameters,
    options: {
      allocationInterval: options.allocationInterval,
      minAllocatable: options.minAllocatable.map((alternative) =>
        alternative.keys.map((key, i) => [key, alternative.amounts[i] as number] as const),
      ),
      // A share is of what is measured: a guest sees ranges and sets as numbers, and is told to leave them out (S2).
      fairnessExclude: [...options.fairnessExclude, ...resourceKeys.namesWithItems()],
      countLentInShares: options.countLentInShares,
      filterGpuResources: options.filterGpuResources,
    },
    seed,
  };
}

function guestResourceKey(key: ResourceKey): GuestResourceKey {
  return {
    text: key.text,
    name: key.name,
    plain: key.plain,
    reservation: key.reservation ?? -1,
    revocable: key.revocable,
  };
}

/** Every plain key has its revocable twin, so that a guest that lends can name what it offers. */
function addRevocableTwins(resourceKeys: ResourceKeys, from: number): void {
  for (const key of resourceKeys.all.slice(from)) resourceKeys.revocableOf(key.id);
}
