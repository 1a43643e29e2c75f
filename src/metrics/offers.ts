import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";

const DEFINITIONS = {
  sent: "offers made to frameworks",
  accepted: "offers of which a framework used a part or all",
  declined: "offers of which a framework used nothing",
  rescinded: "offers taken back before they were answered",
} as const;

const NAMES = Object.keys(DEFINITIONS) as (keyof typeof DEFINITIONS)[];

export const offers: MetricFamily = {
  definitions: NAMES.map(
    (name): MetricDefinition => ({
      name: `offers.${name}`,
      unit: "offers",
      definition: DEFINITIONS[name],
      source: "Mesos' per-framework metrics offers/sent, offers/accepted, offers/declined, offers/rescinded",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "neutral",
    }),
  ),
  compute(run, scope, into) {
    for (const name of NAMES) into.put(`offers.${name}`, run.history.offers[name].of(scope));
  },
};
