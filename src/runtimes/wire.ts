import { filterDuration } from "../allocator/filter-duration.js";
import type { Conversion, Operation, TimedOperation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import { CAPABILITIES } from "../cluster/capability.js";
import type { AgentId, ResourceKeyId } from "../cluster/ids.js";
import { DENIAL_REASONS } from "../cluster/preemption-plan.js";
import type { ResourceKeys } from "../cluster/resource-keys.js";
import type { Resources } from "../cluster/resources.js";
import { WIRE } from "../sdk/wire-codes.js";

type RecoverResources = Extract<Operation, { readonly op: "recoverResources" }>;
type OtherOperation = Exclude<Operation, { readonly op: "run" | "pause" | "resume" | "recover" | "recoverResources" }>;

/** No record has more numbers outside of its lists, nor between two of them. */
const MOST_BETWEEN_LISTS = 16;

/**
 * Writes what happened as records; the buffer grows and is used again. Room is made once for each record and each list,
 * and not asked for with each number: thousands of operations cross in a large cycle.
 */
export class WireEncoder {
  #buffer = new Float64Array(1024);
  #length = 0;
  readonly #allocationInterval: Micros;
  readonly #resourceKeys: ResourceKeys;

  constructor(allocationInterval: Micros, resourceKeys: ResourceKeys) {
    this.#allocationInterval = allocationInterval;
    this.#resourceKeys = resourceKeys;
  }

  encode(t: Micros, events: readonly TimedOperation[], candidates: readonly AgentId[] | null): Float64Array {
    this.#length = 0;
    let clock = -1;
    for (const event of events) {
      if (event.t !== clock) this.#clock(event.t);
      clock = event.t;
      this.#operation(event.operation);
    }
    if (t !== clock) this.#clock(t);
    if (candidates !== null) {
      const lengthAt = this.#begin(WIRE.candidates);
      this.#items(candidates);
      this.#end(lengthAt);
    }
    return this.#buffer.subarray(0, this.#length);
  }

  #clock(t: Micros): void {
    const lengthAt = this.#begin(WIRE.clock);
    this.#put(t);
    this.#end(lengthAt);
  }

  /** @returns where the record's length is to stand */
  #begin(code: number): number {
    this.#makeRoom(0);
    this.#put(code);
    this.#put(0);
    return this.#length - 1;
  }

  #end(lengthAt: number): void {
    this.#buffer[lengthAt] = this.#length - lengthAt - 1;
  }

  /** Pause, resume and the batching of triggers are the host's: a guest is only told what changes its picture. */
  #operation(event: Operation): void {
    switch (event.op) {
      case "run":
      case "pause":
      case "resume":
        return;
      case "recover":
        for (const quota of event.quotas) this.#operation({ op: "updateQuota", ...quota });
        return;
      case "recoverResources":
        this.#recoverResources(event);
        return;
      default: {
        const lengthAt = this.#begin(WIRE[event.op]);
        this.#body(event);
        this.#end(lengthAt);
        if (event.op === "addAgent" && event.unavailability !== undefined) {
          const { agent, unavailability } = event;
          this.#operation({ op: "updateUnavailability", agent, unavailability });
        }
      }
    }
  }

  /**
   * There is one for each offer that comes back. To find its code by its name and then to ask once more what it is, as
   * with the others, takes half as long again; to put its numbers as a list a third longer.
   */
  #recoverResources({ framework, role, agent, refuse, allocated, task, resources }: RecoverResources): void {
    const lengthAt = this.#begin(WIRE.recoverResources);
    this.#put(framework);
    this.#put(role);
    this.#put(agent);
    this.#put(filterDuration(refuse, this.#allocationInterval) ?? -1);
    this.#put(allocated ? 1 : 0);
    this.#put(task ?? -1);
    this.#resources(resources);
    this.#end(lengthAt);
  }

  #body(event: OtherOperation): void {
    switch (event.op) {
      case "updateWeights":
        this.#makeRoom(event.weights.length * 2);
        this.#put(event.weights.length);
        for (const { role, weight } of event.weights) this.#puts(role, weight);
        return;
      case "updateQuota":
        this.#put(event.role);
        this.#resources(event.guarantees);
        this.#resources(event.limits);
        return;
      case "addFramework":
        this.#puts(event.framework, event.active ? 1 : 0, capabilityBits(event.capabilities));
        this.#items(event.roles);
        this.#items(event.suppressedRoles);
        return;
      case "updateFramework":
        this.#puts(event.framework, event.capabilities === undefined ? -1 : capabilityBits(event.capabilities));
        this.#items(event.roles);
        this.#items(event.suppressedRoles);
        return;
      case "removeFramework":
      case "activateFramework":
      case "deactivateFramework":
        this.#put(event.framework);
        return;
      case "addAgent":
        this.#put(event.agent);
        this.#resources(event.total);
        this.#put(event.used.length);
        for (const { framework, role, resources } of event.used) {
          this.#puts(framework, role);
          this.#resources(resources);
        }
        return;
      case "updateAgent":
        this.#put(event.agent);
        this.#resources(event.total);
        return;
      case "removeAgent":
      case "activateAgent":
      case "deactivateAgent":
        this.#put(event.agent);
        return;
      case "updateWhitelist":
        this.#put(event.agents === null ? 0 : 1);
        if (event.agents !== null) this.#items(event.agents);
        return;
      case "requestResources":
        this.#puts(event.framework, event.requests.length);
        for (const request of event.requests) {
          this.#puts(
            request.role,
            request.count,
            request.gang ? 1 : 0,
            request.priority ?? -1,
            request.estimateSeconds ?? -1,
          );
          this.#resources(request.resources);
        }
        return;
      case "acceptOffer":
        this.#puts(event.framework, event.role, event.agent, event.task ?? -1);
        this.#resources(event.resources);
        return;
      case "suppressOffers":
      case "reviveOffers":
        this.#put(event.framework);
        this.#items(event.roles);
        return;
      case "inverseOfferResponse":
        this.#puts(event.framework, event.agent, event.accepted === null ? -1 : event.accepted ? 1 : 0);
        return;
      case "revocationDenied":
        this.#puts(event.framework, event.role, event.agent, event.task ?? -1, DENIAL_REASONS.indexOf(event.reason));
        this.#resources(event.resources);
        return;
      case "updateAllocation":
        this.#puts(event.framework, event.role, event.agent);
        this.#conversions(event.conversions);
        return;
      case "updateAvailable":
        this.#put(event.agent);
        this.#conversions(event.conversions);
        return;
      case "updateUnavailability": {
        const { agent, unavailability } = event;
        this.#puts(agent, unavailability?.start ?? -1, unavailability?.duration ?? -1);
        return;
      }
      case "allocate":
        this.#put(event.wake ? 1 : 0);
        return;
    }
  }

  #conversions(conversions: readonly Conversion[]): void {
    this.#put(conversions.length);
    for (const { from, to } of conversions) {
      this.#resources(from);
      this.#resources(to);
    }
  }

  #resources({ keys, amounts }: Resources): void {
    this.#makeRoom(keys.length * 2);
    const buffer = this.#buffer;
    const lengthAt = this.#length;
    let at = lengthAt + 1;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as ResourceKeyId;
      if (this.#isHidden(key)) continue;
      buffer[at++] = key;
      buffer[at++] = amounts[i] as number;
    }
    buffer[lengthAt] = (at - lengthAt - 1) / 2;
    this.#length = at;
  }

  /** Volumes and refined reservations do not cross: an allocator would have to know who may take them. */
  #isHidden(id: ResourceKeyId): boolean {
    const key = this.#resourceKeys.get(id);
    return key.isVolume || key.isRefined;
  }

  #items(items: readonly number[]): void {
    this.#makeRoom(items.length);
    this.#put(items.length);
    for (const item of items) this.#put(item);
  }

  #puts(...values: readonly number[]): void {
    for (const value of values) this.#put(value);
  }

  #put(value: number): void {
    this.#buffer[this.#length++] = value;
  }

  /** For a list of so many numbers, and what stands before the next one. */
  #makeRoom(listLength: number): void {
    const needed = this.#length + listLength + MOST_BETWEEN_LISTS;
    if (needed <= this.#buffer.length) return;
    const grown = new Float64Array(needed * 2);
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}

function capabilityBits(capabilities: readonly (typeof CAPABILITIES)[number][]): number {
  return capabilities.reduce((bits, capability) => bits | (1 << CAPABILITIES.indexOf(capability)), 0);
}
