import type { AgentPlan, FrameworkPlan, JobList } from "../../cluster/plan.js";
import type { ResourceEntry } from "../../cluster/resource-text.js";

/** How full a cluster would be at most if every task started the moment it is submitted. */
export interface PeakDemand {
  /** The resource that is asked for most, as a share of the cluster's total. */
  readonly resource: string;
  /** 1: all of it; may be more. */
  readonly share: number;
}

/**
 * The peak of demand over the cluster's total, of the resource for which it is greatest. Null without agents or jobs.
 * This is what to look at when choosing a trace's compression.
 */
export function peakDemand(agents: readonly AgentPlan[], frameworks: readonly FrameworkPlan[]): PeakDemand | null {
  const totals = new Map<string, number>();
  for (const { name, milli } of agents.flatMap((agent) => agent.resources))
    totals.set(name, (totals.get(name) ?? 0) + milli);
  const jobLists = frameworks.flatMap(({ workload }) => (workload.kind === "jobs" ? [workload.jobs] : []));
  let peak: PeakDemand | null = null;
  for (const [resource, total] of totals) {
    const share = peakAmount(jobLists, resource) / total;
    if (share > (peak?.share ?? 0)) peak = { resource, share };
  }
  return peak;
}

/** Thousandths. At equal times tasks end before others start. */
function peakAmount(jobLists: readonly JobList[], resource: string): number {
  const steps: { readonly at: number; readonly change: number }[] = [];
  for (const list of jobLists) {
    const amounts = list.shapes.map((shape) => amountOf(shape, resource));
    for (let job = 0; job < list.shape.length; job++) {
      const change = (amounts[list.shape[job] as number] as number) * (list.tasks[job] as number);
      const at = list.submittedAt[job] as number;
      if (change > 0) steps.push({ at, change }, { at: at + (list.duration[job] as number), change: -change });
    }
  }
  steps.sort((a, b) => a.at - b.at || a.change - b.change);
  let now = 0;
  let peak = 0;
  for (const { change } of steps) {
    now += change;
    peak = Math.max(peak, now);
  }
  return peak;
}

function amountOf(resources: readonly ResourceEntry[], name: string): number {
  return resources.find((entry) => entry.name === name)?.milli ?? 0;
}

/** The peak in words. */
export function notePeak(agents: readonly AgentPlan[], frameworks: readonly FrameworkPlan[]): string[] {
  const peak = peakDemand(agents, frameworks);
  if (peak === null) return [];
  const percent = (peak.share * 100).toFixed(1);
  return [
    `if every job of the trace started when it is submitted, it would take ${percent} % of the trace's ${peak.resource} at its peak`,
  ];
}
