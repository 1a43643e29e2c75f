import { AllocatorFailure } from "../../allocator/failure.js";
import { createIsolators } from "../../kinds/isolator/create-isolators.js";
import { DEFAULT_ISOLATION, planIsolation } from "../../kinds/isolator/isolation-flag.js";
import type { Isolator } from "../../kinds/isolator/isolator.js";
import { type CreatedIsolator, moduleIsolator } from "../../kinds/isolator/module-isolator.js";
import type { UsageSource } from "../../kinds/isolator/usage-source.js";
import type { Timer } from "../../kinds/timer.js";
import type { StartedModules } from "../started-modules.js";

/**
 * The isolators of one agent process: instances of its own, closed when the process is gone.
 *
 * @throws AllocatorFailure when one could not be created
 */
export function isolatorsOfAgent(
  modules: StartedModules,
  source: UsageSource,
  timer: Timer,
  enforceContainerDiskQuota: boolean,
): readonly Isolator[] {
  const isolators = modules.selection.isolators ?? planIsolation(DEFAULT_ISOLATION, "--isolation", []).isolators;
  const created = createIsolators({ isolators }, { source, timer, enforceContainerDiskQuota }, (name) =>
    isolatorOfModule(modules, name),
  );
  if (created.kind === "failed") throw new AllocatorFailure("loadFailed", created.message);
  return created.isolators;
}

function isolatorOfModule(modules: StartedModules, name: string): CreatedIsolator {
  const instance = modules.create("Isolator", name);
  const created = moduleIsolator(name, instance);
  if (created.kind === "failed") return created;
  return { kind: "created", isolator: { ...created.isolator, close: () => modules.close(instance) } };
}
