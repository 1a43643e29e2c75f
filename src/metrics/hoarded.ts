import { EVERY_SCOPE, type MetricDefinition } from "./metric.js";
import type { MetricFamily } from "./metric-family.js";
import { MEASURED_RESOURCES } from "./unused-over-time.js";
import { OFFERED_RESOURCES, putPartsOfCapacity } from "./utilisation-offered.js";

/** How much of the cluster frameworks kept from each other without using it. */
export const hoarded: MetricFamily = {
  definitions: OFFERED_RESOURCES.map(
    (resource): MetricDefinition => ({
      name: `hoarded.${resource}`,
      unit: "share",
      definition: `${resource} on offer and not answered (as utilisationOffered.${resource}), and ${resource} that runs of tasks held and did not use, a run that used more than it held counting as 0 / ${resource} of all agents, all integrated over the run (0..1)`,
      source: "own definition, after the hoarding of Schwarzkopf et al.: Omega, EuroSys 2013",
      scopes: EVERY_SCOPE,
      wallClock: false,
      direction: "lower",
    }),
  ),
  compute(run, scope, into) {
    const { onOffer, unused } = run.history;
    putPartsOfCapacity(run, into, "hoarded", (key, resource) => {
      const measured = MEASURED_RESOURCES.find((each) => each === resource);
      return onOffer.of(scope, key) + (measured === undefined ? 0 : unused.idleOf(measured, scope));
    });
  },
};
