import type { RoleId } from "../../cluster/ids.js";

/** What is done for one role. @returns true when no further role need be visited */
export type RoleVisit = (role: RoleId) => boolean;

/** In which order a stage asks the roles that have frameworks; settled anew for each agent (C2, C9). */
export interface RoleOrder {
  visitAll(visit: RoleVisit): void;

  /** Only the top-level ones, in the same order: no others have guarantees (C15). */
  visitTopLevel(visit: RoleVisit): void;
}
