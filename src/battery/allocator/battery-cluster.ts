import type { AllocatorFactory, ParameterValue } from "../../allocator/allocator.js";
import { allocatorOptions } from "../../allocator/allocator-options.js";
import type { CallMonitor } from "../../allocator/operation-sink.js";
import { AllocatorSession } from "../../allocator/session.js";
import type { Micros } from "../../base/time.js";
import { createDirectory, type Directory } from "../../cluster/directory.js";
import { OPTION_DEFAULTS } from "../../cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../../cluster/plan.js";
import { ROLES } from "./history-draw.js";

export const BATTERY_OPTIONS: AllocatorOptionsPlan = OPTION_DEFAULTS;

export const INTERVAL: Micros = BATTERY_OPTIONS.allocationInterval;

export interface ClusterSize {
  readonly agents: number;
  readonly frameworks: number;
}

export const SMALL_CLUSTER: ClusterSize = { agents: 5, frameworks: 4 };

/** The names that a history can use, with the resources that its agents may have. */
export function batteryDirectory({ agents, frameworks }: ClusterSize): Directory {
  const directory = createDirectory({
    agents: Array.from({ length: agents }, (_, i) => `agent-${i}`).sort(),
    frameworks: Array.from({ length: frameworks }, (_, i) => `framework-${i}`).sort(),
    roles: ROLES,
  });
  directory.resourceKeys.parse("cpus:1;mem:1;disk:1;gpus:1;ports:[1-1];cpus{REV}:1");
  return directory;
}

export interface SessionParts {
  readonly create: AllocatorFactory;
  readonly directory: Directory;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly monitor: CallMonitor;
}

/** A new allocator behind a host of its own. @throws AllocatorFailure */
export async function openSession(parts: SessionParts): Promise<AllocatorSession> {
  const { create, directory, seed, parameters, monitor } = parts;
  const options = allocatorOptions(BATTERY_OPTIONS, directory.resourceKeys);
  const allocator = await create({ directory, options, parameters, seed });
  return new AllocatorSession(allocator, directory, options, monitor);
}
