import type { AllocatorFactory, ParameterValue } from "../../allocator/allocator.js";
import type { AllocatorSession } from "../../allocator/session.js";
import type { Directory } from "../../cluster/directory.js";
import type { CallCount } from "../call-count.js";
import { batteryDirectory, type ClusterSize, openSession, SMALL_CLUSTER } from "./battery-cluster.js";

/** How much is tried: a language whose virtual machine takes seconds to start gets fewer of them. */
export interface Effort {
  /** Random histories for each rule, and steps in the longest. */
  readonly histories: number;
  readonly steps: number;
  /** Allocators that may be made to find a shorter history with the same defect. */
  readonly shrinkings: number;
  /** Histories that one allocator goes through, one after the other. */
  readonly rounds: number;
}

export const EFFORT: Effort = { histories: 25, steps: 150, shrinkings: 400, rounds: 120 };
export const SLOW_START_EFFORT: Effort = { histories: 5, steps: 250, shrinkings: 20, rounds: 40 };

export interface AllocatorPlaceParts {
  readonly create: AllocatorFactory;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly effort: Effort;
  readonly calls: CallCount;
}

/** Where allocators are made and tried. */
export class AllocatorPlace {
  readonly seed: number;
  readonly effort: Effort;
  readonly #parts: AllocatorPlaceParts;

  constructor(parts: AllocatorPlaceParts) {
    this.#parts = parts;
    this.seed = parts.seed;
    this.effort = parts.effort;
  }

  /**
   * A new allocator with a host of its own, which ends with the action.
   * @param directory of the allocator; by default that of a new small cluster
   * @throws AllocatorFailure
   */
  async withSession<T>(
    action: (session: AllocatorSession) => T | Promise<T>,
    options: { readonly directory?: Directory; readonly parameters?: Readonly<Record<string, ParameterValue>> } = {},
  ): Promise<T> {
    const { create, seed, parameters, calls } = this.#parts;
    const { directory = batteryDirectory(SMALL_CLUSTER) } = options;
    const monitor = calls.monitor();
    const session = await openSession({
      create,
      directory,
      seed,
      monitor,
      parameters: { ...parameters, ...options.parameters },
    });
    try {
      return await action(session);
    } finally {
      session.close();
    }
  }

  /** As `withSession`, in a cluster of that size. */
  withCluster<T>(size: ClusterSize, action: (session: AllocatorSession) => T | Promise<T>): Promise<T> {
    return this.withSession(action, { directory: batteryDirectory(size) });
  }
}
