import { nearest } from "../../base/nearest.js";
import type { AgentFault } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";
import type { KnownNames } from "./known-names.js";

/** The faults in order of time. @param agents the names of all agents */
export function readFaults(list: Cursor, agents: KnownNames): AgentFault[] {
  const faults = list.items.flatMap((item) => {
    const fault = readFault(item, agents);
    return fault === undefined ? [] : [{ fault, item }];
  });
  faults.sort((a, b) => a.fault.at - b.fault.at);
  const backAt = new Map<string, number>();
  for (const { fault, item } of faults) {
    const back = backAt.get(fault.agent);
    if (back !== undefined && fault.at < back) {
      item
        .get("agentLost")
        .complain("the agent is lost already at this time", "let it come back before, or remove this fault");
    }
    backAt.set(fault.agent, fault.at + (fault.duration ?? Number.POSITIVE_INFINITY));
  }
  return faults.map(({ fault }) => fault);
}

function readFault(item: Cursor, agents: KnownNames): AgentFault | undefined {
  const at = readDuration(item.get("at"));
  const lost = item.get("agentLost");
  const duration = readPositiveDuration(item.get("for"));
  if (lost.text !== undefined && agents !== null && !agents.has(lost.text)) {
    const meant = nearest(lost.text, agents);
    const nextStep = meant === undefined ? "name one of the agents" : `did you mean ${JSON.stringify(meant)}?`;
    lost.complain("the scenario has no such agent", nextStep);
    return undefined;
  }
  if (at === undefined || lost.text === undefined) return undefined;
  return { at, agent: lost.text, duration: duration ?? null };
}
