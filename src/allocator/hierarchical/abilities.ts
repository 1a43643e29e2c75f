import type { Capability } from "../../cluster/capability.js";

/** What a framework can do, as bits: the innermost loops ask for one or several at once. */
export const TAKES_REVOCABLE = 1;
export const TAKES_GPUS = 2;
export const TAKES_SHARED = 4;
export const TAKES_REFINED = 8;
export const IS_REGION_AWARE = 16;
export const IS_MULTI_ROLE = 32;

const BIT_OF: Partial<Record<Capability, number>> = {
  REVOCABLE_RESOURCES: TAKES_REVOCABLE,
  GPU_RESOURCES: TAKES_GPUS,
  SHARED_RESOURCES: TAKES_SHARED,
  RESERVATION_REFINEMENT: TAKES_REFINED,
  REGION_AWARE: IS_REGION_AWARE,
  MULTI_ROLE: IS_MULTI_ROLE,
};

export function abilitiesOf(capabilities: Iterable<Capability>): number {
  let abilities = 0;
  for (const capability of capabilities) abilities |= BIT_OF[capability] ?? 0;
  return abilities;
}
