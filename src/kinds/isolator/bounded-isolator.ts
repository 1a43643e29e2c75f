import { failed, ready } from "../outcome.js";
import type { Timer } from "../timer.js";
import { BoundWatch } from "./bound-watch.js";
import type { ContainerConfig, ResourceLimits } from "./container-config.js";
import type { ContainerLimitation } from "./container-limitation.js";
import type { Isolator } from "./isolator.js";
import { isolatorOf } from "./isolator-of.js";
import { Pending } from "./pending.js";
import type { ResourceStatistics } from "./resource-statistics.js";
import type { ContainerUsage, UsageSource } from "./usage-source.js";

/** What is particular to an isolator that ends containers which use more of one resource than they may. */
export interface BoundPolicy {
  readonly resource: keyof ContainerUsage;
  /** In the resource's unit; null: none. `before`: the bound so far, undefined for a new container. */
  boundOf(resources: string, limits: ResourceLimits, before: number | null | undefined): number | null;
  /** Whether a container over its bound is ended, or only measured. */
  readonly enforced: boolean;
  limitation(used: number, bound: number): ContainerLimitation;
  statistics(usage: ContainerUsage | null, bound: number | null): ResourceStatistics;
}

interface BoundedContainer {
  bound: number | null;
  readonly watch: BoundWatch;
  readonly limitation: Pending<ContainerLimitation>;
}

/** Nested containers are not bounded on their own: what they use is their top-level container's, as Mesos has it. */
export function boundedIsolator(name: string, source: UsageSource, timer: Timer, policy: BoundPolicy): Isolator {
  const containers = new Map<string, BoundedContainer>();

  const setBound = (bounded: BoundedContainer, bound: number | null): void => {
    bounded.bound = bound;
    bounded.watch.set(policy.enforced ? bound : null);
  };

  const begin = (container: string, { resources, limits }: ContainerConfig): void => {
    const limitation = new Pending<ContainerLimitation>();
    const onExceeded = (used: number, bound: number) => limitation.complete(ready(policy.limitation(used, bound)));
    const watch = new BoundWatch({ source, timer, container, resource: policy.resource, onExceeded });
    const bounded = { bound: null, watch, limitation };
    containers.set(container, bounded);
    setBound(bounded, policy.boundOf(resources, limits, undefined));
  };

  return isolatorOf(name, {
    supportsStandalone: true,
    recover({ states }, complete) {
      for (const { container, config } of states) begin(container, config);
      complete(ready(null));
    },
    prepare({ container, config }, complete) {
      if (containers.has(container)) return complete(failed(`container ${container} is prepared already`));
      begin(container, config);
      complete(ready(null));
    },
    watch({ container }, complete) {
      const bounded = containers.get(container);
      if (bounded === undefined) return complete(failed(`unknown container ${container}`));
      bounded.limitation.onEnd(complete);
    },
    update({ container, resources, limits }, complete) {
      const bounded = containers.get(container);
      if (bounded === undefined) return complete(failed(`unknown container ${container}`));
      setBound(bounded, policy.boundOf(resources, limits, bounded.bound));
      complete(ready(null));
    },
    usage({ container }, complete) {
      const bounded = containers.get(container);
      if (bounded === undefined) return complete(failed(`unknown container ${container}`));
      complete(ready(policy.statistics(source.usage(container), bounded.bound)));
    },
    close() {
      for (const { watch } of containers.values()) watch.stop();
      containers.clear();
    },
    cleanup({ container }, complete) {
      containers.get(container)?.watch.stop();
      containers.delete(container);
      complete(ready(null));
    },
  });
}
