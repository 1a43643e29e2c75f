import { nearest } from "../../base/nearest.js";
import { ancestorsOf, DEFAULT_ROLE, roleNameDefect } from "../../cluster/role-name.js";
import type { Cursor } from "../document/cursor.js";

/**
 * The roles that may be named. When the scenario lists its roles, these (with the trace's and all ancestors) are all
 * there are, so that a mistyped one is found; when it does not, any proper name is a role, as in Mesos.
 */
export class RoleNames {
  readonly #known: ReadonlySet<string>;
  readonly #isOpen: boolean;
  /** Roles named somewhere, in order of first sight. */
  readonly named = new Set<string>();

  constructor(listed: readonly string[], isOpen: boolean) {
    this.#known = new Set([DEFAULT_ROLE, ...listed.flatMap((role) => [...ancestorsOf(role), role])]);
    this.#isOpen = isOpen;
  }

  /** Complains at the cursor unless the role may be named there. */
  require(role: string, cursor: Cursor, value = role): void {
    const defect = roleNameDefect(role);
    if (defect !== undefined) {
      cursor.complain(defect, "change the role's name", value);
      return;
    }
    this.named.add(role);
    if (this.#isOpen || this.#known.has(role)) return;
    const meant = nearest(role, this.#known);
    const nextStep =
      meant === undefined ? `add it under roles: {${role}: {}}` : `did you mean ${JSON.stringify(meant)}?`;
    cursor.complain("the scenario has no such role", nextStep, value);
  }
}
