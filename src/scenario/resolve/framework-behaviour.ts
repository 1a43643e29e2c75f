import type { Micros } from "../../base/time.js";
import type { FrameworkPlan } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** How a framework answers offers, and what it is promised: the keys that a framework and a trace share. */
export type FrameworkBehaviour = Pick<
  FrameworkPlan,
  "refuse" | "suppresses" | "reviveInterval" | "queue" | "gangTimeout" | "inverseOffers" | "requestWindow" | "slo"
>;

/** Mesos' default filter: 5 seconds. */
const DEFAULT_REFUSE: Micros = 5_000_000;
const DEFAULT_GANG_TIMEOUT: Micros = 300_000_000;
const DEFAULT_REQUEST_WINDOW = 16;

/** @param queue the order when the document does not say */
export function readBehaviour(map: Cursor, queue: FrameworkPlan["queue"]): FrameworkBehaviour {
  return {
    refuse: readDuration(map.get("refuse")) ?? DEFAULT_REFUSE,
    suppresses: map.get("suppresses").boolean ?? true,
    reviveInterval: readDuration(map.get("reviveInterval")) ?? 0,
    queue: (map.get("queue").text as FrameworkPlan["queue"] | undefined) ?? queue,
    gangTimeout: readDuration(map.get("gangTimeout")) ?? DEFAULT_GANG_TIMEOUT,
    inverseOffers: (map.get("inverseOffers").text as FrameworkPlan["inverseOffers"] | undefined) ?? "accept",
    requestWindow: map.get("requestWindow").number ?? DEFAULT_REQUEST_WINDOW,
    ...(map.get("slo").isMap ? { slo: readTargets(map.get("slo")) } : {}),
  };
}

function readTargets(slo: Cursor): NonNullable<FrameworkPlan["slo"]> {
  const wait = readDuration(slo.get("wait"));
  const turnaround = readPositiveDuration(slo.get("turnaround"));
  return { ...(wait === undefined ? {} : { wait }), ...(turnaround === undefined ? {} : { turnaround }) };
}
