import { FRAMEWORK_DEFAULTS } from "../../cluster/framework-defaults.js";
import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** How a framework answers offers, and what it is promised: the keys that a framework and a trace share. */
export type FrameworkBehaviour = Pick<
  FrameworkPlan,
  "refuse" | "suppresses" | "reviveInterval" | "queue" | "gangTimeout" | "inverseOffers" | "requestWindow" | "slo"
>;

/** @param queue the order when the document does not say */
export function readBehaviour(map: Cursor, queue: FrameworkPlan["queue"]): FrameworkBehaviour {
  return {
    refuse: readDuration(map.get("refuse")) ?? FRAMEWORK_DEFAULTS.refuse,
    suppresses: map.get("suppresses").boolean ?? FRAMEWORK_DEFAULTS.suppresses,
    reviveInterval: readDuration(map.get("reviveInterval")) ?? FRAMEWORK_DEFAULTS.reviveInterval,
    queue: (map.get("queue").text as FrameworkPlan["queue"] | undefined) ?? queue,
    gangTimeout: readDuration(map.get("gangTimeout")) ?? FRAMEWORK_DEFAULTS.gangTimeout,
    inverseOffers:
      (map.get("inverseOffers").text as FrameworkPlan["inverseOffers"] | undefined) ?? FRAMEWORK_DEFAULTS.inverseOffers,
    requestWindow: map.get("requestWindow").number ?? FRAMEWORK_DEFAULTS.requestWindow,
    ...(map.get("slo").isMap ? { slo: readTargets(map.get("slo")) } : {}),
  };
}

function readTargets(slo: Cursor): NonNullable<FrameworkPlan["slo"]> {
  const wait = readDuration(slo.get("wait"));
  const turnaround = readPositiveDuration(slo.get("turnaround"));
  return { ...(wait === undefined ? {} : { wait }), ...(turnaround === undefined ? {} : { turnaround }) };
}
