import { MICROS_PER_SECOND } from "../base/time.js";
import type { FrameworkPlan } from "./plan.js";

/** As a framework behaves of which nothing is said. */
export const FRAMEWORK_DEFAULTS: Pick<
  FrameworkPlan,
  "startsAt" | "refuse" | "suppresses" | "reviveInterval" | "queue" | "gangTimeout" | "inverseOffers" | "requestWindow"
> = {
  startsAt: 0,
  // Mesos' default filter.
  refuse: 5 * MICROS_PER_SECOND,
  suppresses: true,
  reviveInterval: 0,
  queue: "firstFit",
  gangTimeout: 300 * MICROS_PER_SECOND,
  inverseOffers: "accept",
  requestWindow: 16,
};
