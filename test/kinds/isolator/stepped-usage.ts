import type { Micros } from "../../../src/base/time.js";
import type { ContainerUsage, UsageSource } from "../../../src/kinds/isolator/usage-source.js";
import type { VirtualTimer } from "./virtual-timer.js";

type Step = Partial<ContainerUsage> & { readonly at: Micros };

/** Containers that use, from each step's time on, what the step says. */
export class SteppedUsage implements UsageSource {
  readonly #timer: VirtualTimer;
  readonly #steps = new Map<string, readonly Step[]>();
  readonly #actions = new Map<string, Set<() => void>>();

  constructor(timer: VirtualTimer) {
    this.#timer = timer;
  }

  /** @param steps ascending in time; the first is not after now */
  run(container: string, steps: readonly Step[]): void {
    this.#steps.set(container, steps);
    for (const action of this.#actions.get(container) ?? []) action();
  }

  get listeners(): number {
    return [...this.#actions.values()].reduce((sum, actions) => sum + actions.size, 0);
  }

  usage(container: string): ContainerUsage | null {
    const step = this.#steps.get(container)?.findLast(({ at }) => at <= this.#timer.now);
    return step === undefined ? null : { cpus: 0, memMiB: 0, diskMiB: 0, ...step };
  }

  nextCrossing(container: string, resource: keyof ContainerUsage, bound: number): Micros | null {
    const steps = this.#steps.get(container) ?? [];
    const now = steps.findLastIndex(({ at }) => at <= this.#timer.now);
    const crossing = steps.slice(Math.max(now, 0)).find((step) => (step[resource] ?? 0) > bound);
    return crossing === undefined ? null : Math.max(crossing.at, this.#timer.now);
  }

  onChange(container: string, action: () => void): () => void {
    const actions = this.#actions.get(container) ?? new Set();
    this.#actions.set(container, actions.add(action));
    return () => actions.delete(action);
  }
}
