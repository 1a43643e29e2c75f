import type { ExtraTrigger, ParameterValue } from "../allocator/allocator.js";

/**
 * An allocator in another language, as its host sees it: four plain calls over numbers and text. `WireAllocator` puts
 * it behind the Allocator port; what the numbers mean stands in `wire.ts`.
 */
export interface Guest {
  /** Called once, before anything else. Names cross here and never again: an id is the index in these lists. */
  setup(setup: GuestSetup): readonly ExtraTrigger[];
  /** Resource keys first seen after the set-up; their ids go on counting. */
  addResourceKeys(keys: readonly GuestResourceKey[]): void;
  /**
   * @param input records as `wire.ts` lays them out; valid only during the call
   * @returns decision records; valid until the next call
   * @throws AllocatorFailure
   */
  decide(input: Float64Array): Float64Array;
  /**
   * The texts that the records of the last `decide` refer to by their index. Called at most once after each `decide`, and
   * only when a record does.
   * @throws AllocatorFailure
   */
  takeTexts(): readonly string[];
  close(): void;
}

export interface GuestSetup {
  /** In byte order: comparing two ids is comparing two names. */
  readonly agents: readonly string[];
  readonly frameworks: readonly string[];
  readonly roles: readonly string[];
  readonly resourceKeys: readonly GuestResourceKey[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly options: {
    /** Microseconds. */
    readonly allocationInterval: number;
    /** Alternatives, each a list of [resource key id, thousandths]. */
    readonly minAllocatable: readonly (readonly (readonly [number, number])[])[];
    readonly fairnessExclude: readonly string[];
    readonly countLentInShares: boolean;
    readonly filterGpuResources: boolean;
  };
  readonly seed: number;
}

export interface GuestResourceKey {
  /** `cpus`, `cpus(prod)`, `cpus{REV}` */
  readonly text: string;
  readonly name: string;
  /** Id of the unreserved, non-revocable key of the same name. */
  readonly plain: number;
  /** Role id, or -1 when unreserved. */
  readonly reservation: number;
  readonly revocable: boolean;
}

/** What a guest may use up. Null lifts a limit. */
export interface GuestLimits {
  /** Wall-clock milliseconds for one call into the guest, loading included. Beyond: `timedOut`. */
  readonly callMs: number | null;
  /** Bytes of the guest's own memory. Beyond: `outOfMemory`. */
  readonly memoryBytes: number | null;
  /** Steps of its virtual machine in one call, where that counts them (`StepCount`). Beyond: `timedOut`. */
  readonly steps: number | null;
  /** Bytes that it may print and answer in one call (`GuestOutput`). Beyond: `outOfMemory`. */
  readonly outputBytes: number | null;
  /**
   * Bytes of its stack; a language that counts calls instead documents how many bytes it takes one for. Null: as much as
   * the virtual machine can bear, and never more than that. Beyond: the script's own error, `threw` with its place.
   */
  readonly stackBytes: number | null;
}

export const UNLIMITED: GuestLimits = {
  callMs: null,
  memoryBytes: null,
  steps: null,
  outputBytes: null,
  stackBytes: null,
};
