import type { Micros } from "../base/time.js";
import type { ResourceKeyId } from "../cluster/ids.js";
import type { JobList } from "../cluster/plan.js";
import type { Resources } from "../cluster/resources.js";

/**
 * When a framework's jobs would end at the earliest in a cluster of its own: each task not before its submission and its run
 * time, and each resource working through what is asked of it, in order of submission, without a break. Agents have no
 * borders there, so no real schedule ends earlier.
 *
 * @param demands of one task, by shape
 * @param startsAt nothing is submitted before
 * @param amountOf thousandths of the resource in that cluster; 0: it is not looked at
 */
export function idealFinish(
  jobs: JobList,
  demands: readonly Resources[],
  startsAt: Micros,
  amountOf: (key: ResourceKeyId) => number,
): Micros {
  const keys = [...new Set(demands.flatMap((demand) => demand.keys))].filter((key) => amountOf(key) > 0);
  const needs = demands.map((demand) =>
    keys.map((key) => (demand.amounts[demand.keys.indexOf(key)] ?? 0) / amountOf(key)),
  );
  const busyUntil = new Float64Array(keys.length);
  let finish = 0;
  for (let job = 0; job < jobs.submittedAt.length; job++) {
    const submittedAt = Math.max(startsAt, jobs.submittedAt[job] as number);
    const duration = jobs.duration[job] as number;
    const need = needs[jobs.shape[job] as number] as readonly number[];
    finish = Math.max(finish, submittedAt + duration);
    for (let k = 0; k < keys.length; k++) {
      const work = (need[k] as number) * (jobs.tasks[job] as number) * duration;
      if (work > 0) busyUntil[k] = Math.max(busyUntil[k] as number, submittedAt) + work;
    }
  }
  return busyUntil.reduce((latest, until) => Math.max(latest, until), finish);
}
