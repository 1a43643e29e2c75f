import type { MetricFamily } from "../metric-family.js";

/** How many offer filters hold. Filters are each allocator's own affair: of those that do not tell there is no figure. */
export const offerFilters: MetricFamily = {
  definitions: [
    {
      name: metricName("<role>"),
      unit: "filters",
      definition:
        "when the allocator was asked last: filters of the role's frameworks that had not expired; known of the built-in allocator only",
      source: "Mesos' allocator metrics",
      scopes: ["all"],
      wallClock: false,
      direction: "neutral",
    },
  ],
  compute({ history, end, books }, scope, into) {
    if (scope.kind !== "all") return;
    const told = new Map(end.gauges.map(({ name, value }) => [name, value]));
    for (const role of books.trackedRoles) {
      const name = metricName(history.directory.roles.name(role));
      const value = told.get(name);
      if (value === undefined) into.absent(name, "the allocator does not tell of its filters");
      else into.put(name, value);
    }
  },
};

function metricName(role: string): string {
  return `allocator/mesos/offer_filters/roles/${role}/active`;
}
