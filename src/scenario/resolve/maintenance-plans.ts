import { formatDuration } from "../../base/time.js";
import type { AgentMaintenance } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readAgentName } from "./agent-reference.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";
import type { KnownNames } from "./known-names.js";

/** The maintenances in the order in which they are announced. @param agents the names of all agents */
export function readMaintenance(list: Cursor, agents: KnownNames): AgentMaintenance[] {
  const plans = list.items.flatMap((item) => {
    const plan = readOne(item, agents);
    return plan === undefined ? [] : [{ plan, item }];
  });
  plans.sort((a, b) => a.plan.announcedAt - b.plan.announcedAt);
  const overAt = new Map<string, number>();
  for (const { plan, item } of plans) {
    if (plan.announcedAt < (overAt.get(plan.agent) ?? 0)) {
      const rule = "an agent has one maintenance at a time, and an earlier one is not over when this is announced (M1)";
      item.get("agent").complain(rule, "announce it later, or remove one of them");
    }
    overAt.set(plan.agent, plan.from + (plan.duration ?? Number.POSITIVE_INFINITY));
  }
  return plans.map(({ plan }) => plan);
}

function readOne(item: Cursor, agents: KnownNames): AgentMaintenance | undefined {
  const agent = readAgentName(item.get("agent"), agents);
  const announced = item.get("announcedAt");
  const announcedAt = announced.absent ? 0 : readDuration(announced);
  const from = readDuration(item.get("from"));
  const duration = readPositiveDuration(item.get("for")) ?? null;
  if (agent === undefined || announcedAt === undefined || from === undefined) return undefined;
  if (announcedAt > from) {
    announced.complain("a maintenance is announced before it begins", `write ${formatDuration(from)} or less`);
  }
  return { agent, announcedAt, from, duration };
}
