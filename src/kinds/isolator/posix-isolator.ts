import { failed, ready } from "../outcome.js";
import type { Isolator } from "./isolator.js";
import { isolatorOf } from "./isolator-of.js";
import type { ResourceStatistics } from "./resource-statistics.js";
import type { ContainerUsage, UsageSource } from "./usage-source.js";

/** `posix/cpu`: measures and limits nothing (I13). */
export function posixCpu(source: UsageSource): Isolator {
  return measuringIsolator("posix/cpu", source, ({ cpus }) => ({ cpus }));
}

/** `posix/mem`: measures and limits nothing (I13). */
export function posixMem(source: UsageSource): Isolator {
  return measuringIsolator("posix/mem", source, ({ memMiB }) => ({ memMiB }));
}

function measuringIsolator(
  name: string,
  source: UsageSource,
  pick: (usage: ContainerUsage) => ResourceStatistics,
): Isolator {
  const containers = new Set<string>();
  const unknown = (container: string) => failed(`unknown container ${container}`);
  return isolatorOf(name, {
    recover({ states }, complete) {
      for (const { container } of states) containers.add(container);
      complete(ready(null));
    },
    prepare({ container }, complete) {
      if (containers.has(container)) return complete(failed(`container ${container} is prepared already`));
      containers.add(container);
      complete(ready(null));
    },
    isolate({ container }, complete) {
      complete(containers.has(container) ? ready(null) : unknown(container));
    },
    watch({ container }, complete) {
      if (!containers.has(container)) complete(unknown(container));
    },
    update({ container }, complete) {
      complete(containers.has(container) ? ready(null) : unknown(container));
    },
    usage({ container }, complete) {
      const usage = source.usage(container);
      complete(ready(usage === null ? {} : pick(usage)));
    },
    cleanup({ container }, complete) {
      containers.delete(container);
      complete(ready(null));
    },
  });
}
