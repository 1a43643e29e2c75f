import type { MetricFamily } from "./metric-family.js";

const COUNTERS = {
  "authentications.accepted": "frameworks and agents that the master took in, each time that it did",
  "authentications.refused":
    "frameworks and agents that were turned away for good: they never register, and what they have to run is never done",
  "authentications.failed": "attempts to authenticate that came to nothing and were made again",
} as const;

/** Who had to say who he is, and what became of it. */
export const authentications: MetricFamily = {
  definitions: Object.entries(COUNTERS).map(([name, definition]) => ({
    name,
    unit: name === "authentications.failed" ? "attempts" : "clients",
    definition,
    source: "Mesos: docs/authentication.md",
    scopes: ["all"],
    wallClock: false,
    direction: "neutral",
  })),
  compute({ end }, scope, into) {
    if (scope.kind !== "all") return;
    const counters = end.tallies?.authentication ?? null;
    for (const name of Object.keys(COUNTERS) as (keyof typeof COUNTERS)[]) {
      if (counters === null) into.absent(name, "the master asks nobody who he is");
      else into.put(name, counters[name]);
    }
  },
};
