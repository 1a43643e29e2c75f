import { BUILT_IN_ISOLATORS, type BuiltInParts } from "./built-in-isolators.js";
import type { IsolationPlan, PlannedIsolator } from "./isolation-flag.js";
import type { Isolator } from "./isolator.js";
import type { CreatedIsolator } from "./module-isolator.js";

export type CreatedIsolators =
  | { readonly kind: "created"; readonly isolators: readonly Isolator[] }
  | { readonly kind: "failed"; readonly message: string };

/**
 * The isolators of one agent process, created in the order of the plan (I1); the first that fails ends it.
 *
 * @param createModule a new instance at each call, with the parameters of the manifest
 */
export function createIsolators(
  plan: Pick<IsolationPlan, "isolators">,
  builtInParts: BuiltInParts,
  createModule: (name: string) => CreatedIsolator,
): CreatedIsolators {
  const isolators: Isolator[] = [];
  for (const planned of plan.isolators) {
    const created = create(planned, builtInParts, createModule);
    if (created.kind === "failed") {
      return { kind: "failed", message: `isolator ${planned.name} could not be created: ${created.message}` };
    }
    isolators.push(created.isolator);
  }
  return { kind: "created", isolators };
}

function create(
  { origin, name }: PlannedIsolator,
  builtInParts: BuiltInParts,
  createModule: (name: string) => CreatedIsolator,
): CreatedIsolator {
  if (origin === "module") return createModule(name);
  const builtIn = BUILT_IN_ISOLATORS.get(name);
  if (builtIn === undefined) return { kind: "failed", message: "there is no such built-in" };
  return { kind: "created", isolator: builtIn(builtInParts) };
}
