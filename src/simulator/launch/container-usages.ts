import type { Micros } from "../../base/time.js";
import { amountAt, clockTime, nextCrossing, type UsageProfile } from "../../cluster/usage-profile.js";
import type { ContainerUsage, UsageSource } from "../../kinds/isolator/usage-source.js";

/** What a container was given of one resource (thousandths), and what it makes of it. */
export interface GivenResource {
  readonly allocated: number;
  readonly profile: UsageProfile;
}

export type GivenResources = Readonly<Record<keyof ContainerUsage, GivenResource>>;

interface RunningContainer {
  readonly given: GivenResources;
  /** The part that it gets of the cpus that it would use, now. */
  readonly cpuPart: () => number;
  readonly since: Micros;
}

/** What the containers of one agent use: what the plan says of their tasks, from the time that their processes run. */
export class ContainerUsages implements UsageSource {
  readonly #now: () => Micros;
  readonly #running = new Map<string, RunningContainer>();
  readonly #watching = new Map<string, Set<() => void>>();

  constructor(now: () => Micros) {
    this.#now = now;
  }

  begin(container: string, given: GivenResources, cpuPart: () => number): void {
    this.#running.set(container, { given, cpuPart, since: this.#now() });
    this.#tell(container);
  }

  end(container: string): void {
    if (this.#running.delete(container)) this.#tell(container);
  }

  usage(container: string): ContainerUsage | null {
    const running = this.#running.get(container);
    if (running === undefined) return null;
    const { given, since, cpuPart } = running;
    const now = this.#now();
    const milli = ({ allocated, profile }: GivenResource) =>
      amountAt(profile, allocated, clockTime(profile, since, now));
    const cpus = Math.floor(milli(given.cpus) * cpuPart()) / 1000;
    return { cpus, memMiB: milli(given.memMiB) / 1000, diskMiB: milli(given.diskMiB) / 1000 };
  }

  nextCrossing(container: string, resource: keyof ContainerUsage, bound: number): Micros | null {
    const running = this.#running.get(container);
    if (running === undefined) return null;
    const { allocated, profile } = running.given[resource];
    const from = clockTime(profile, running.since, this.#now());
    const at = nextCrossing(profile, allocated, Math.round(bound * 1000), from);
    return at === null ? null : this.#now() + (at - from);
  }

  onChange(container: string, action: () => void): () => void {
    const actions = this.#watching.get(container) ?? new Set();
    this.#watching.set(container, actions.add(action));
    return () => {
      actions.delete(action);
      if (actions.size === 0) this.#watching.delete(container);
    };
  }

  #tell(container: string): void {
    for (const action of [...(this.#watching.get(container) ?? [])]) action();
  }
}
