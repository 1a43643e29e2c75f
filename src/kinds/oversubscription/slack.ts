import { parsedText } from "../../cluster/parsed-texts.js";
import type { ResourceStatistics } from "../isolator/resource-statistics.js";
import type { ExecutorUsage, ResourceUsage } from "./resource-usage.js";
import { isRevocable } from "./revocable-part.js";

/** The names of which use is measured. */
export const SLACK_NAMES = ["cpus", "mem", "disk"] as const;
export type SlackName = (typeof SLACK_NAMES)[number];

/** How an agent stands with one resource, in thousandths. */
export interface Slack {
  /** What executors hold of regular resources and do not use; below zero when they use more than they hold. */
  readonly unused: number;
  /** What they hold of revocable ones. */
  readonly lent: number;
  /** What the agent has of regular ones. */
  readonly total: number;
}

/**
 * Reads an agent's slack off its usage. An executor of which nothing is measured uses all that it holds, and of one with
 * revocable resources of the name what it uses is that (L1: it holds no regular ones of that name).
 */
export function slackOf({ executors, total }: ResourceUsage, name: SlackName): Slack {
  let unused = 0;
  let lent = 0;
  for (const executor of executors) {
    const held = amounts(executor.allocated, name);
    lent += held.revocable;
    if (held.revocable === 0) unused += held.regular - usedBy(executor, name, held.regular);
  }
  return { unused, lent, total: amounts(total, name).regular };
}

function usedBy({ statistics }: ExecutorUsage, name: SlackName, held: number): number {
  const measured = statistics === null ? undefined : statistics[MEASURED[name]];
  return measured === undefined ? held : Math.round(measured * 1000);
}

const MEASURED = { cpus: "cpus", mem: "memMiB", disk: "diskMiB" } as const satisfies Record<
  SlackName,
  keyof ResourceStatistics
>;

/** Over all reservations; a volume has a use of its own. */
function amounts(text: string, name: string): { readonly regular: number; readonly revocable: number } {
  let regular = 0;
  let revocable = 0;
  for (const entry of parsedText(text)) {
    if (entry.name !== name || entry.volume !== null) continue;
    if (isRevocable(entry)) revocable += entry.milli;
    else regular += entry.milli;
  }
  return { regular, revocable };
}
