import type { FrameworkId, RoleId } from "../../cluster/ids.js";
import type { MetricFamily } from "../metric-family.js";

/** Which registered frameworks want no offers, role by role. */
export const frameworkSuppression: MetricFamily = {
  definitions: [
    {
      name: "master/frameworks/<framework>/roles/<role>/suppressed",
      unit: "0 or 1",
      definition: "at the end: 1 while the framework suppresses offers in the role; of registered frameworks only",
      source: "Mesos' per-framework metrics; <framework> is NAME.ID, and a framework's id is its name here",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    },
  ],
  compute({ history, end }, scope, into) {
    if (scope.kind !== "all") return;
    const { frameworks, roles } = history.directory;
    for (const [id, account] of end.ledger.frameworks.entries()) {
      if (account === undefined) continue;
      // As in Mesos, which percent-encodes the name so that its slashes are not taken for the metric's.
      const name = encodeURIComponent(frameworks.name(id as FrameworkId));
      for (const role of [...account.roles].sort((a, b) => a - b)) {
        const value = account.suppressed.has(role as RoleId) ? 1 : 0;
        into.put(`master/frameworks/${name}.${name}/roles/${roles.name(role)}/suppressed`, value);
      }
    }
  },
};
