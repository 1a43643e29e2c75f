import type { AgentFault, AllocatorPause } from "../../cluster/plan.js";
import type { Cursor } from "../document/cursor.js";
import { readAgentName } from "./agent-reference.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";
import type { KnownNames } from "./known-names.js";

/** What goes wrong, each kind in order of time. */
export interface FaultPlans {
  readonly faults: AgentFault[];
  readonly pauses: AllocatorPause[];
}

/** @param agents the names of all agents */
export function readFaults(list: Cursor, agents: KnownNames): FaultPlans {
  const items = list.items.filter((item) => item.isMap && isOneFault(item));
  const pauses = items.flatMap(readPause);
  return { faults: readAgentFaults(items, agents), pauses: pauses.sort((a, b) => a.at - b.at) };
}

function isOneFault(item: Cursor): boolean {
  const isGiven = (key: string) => Object.hasOwn(item.value as object, key);
  if (isGiven("agentLost") !== isGiven("allocatorPaused")) return true;
  const rule = "a fault is either agentLost or allocatorPaused";
  if (isGiven("agentLost")) item.get("allocatorPaused").complainOfKey(rule, "write two faults");
  else item.complain(rule, "add agentLost: NAME or allocatorPaused: 30s", null);
  return false;
}

function readPause(item: Cursor): AllocatorPause[] {
  const paused = item.get("allocatorPaused");
  if (!paused.present) return [];
  const forTime = item.get("for");
  if (forTime.present) forTime.complainOfKey("for belongs to agentLost", "write the time at allocatorPaused alone");
  const at = readDuration(item.get("at"));
  const duration = readPositiveDuration(paused);
  return at === undefined || duration === undefined ? [] : [{ at, duration }];
}

function readAgentFaults(items: readonly Cursor[], agents: KnownNames): AgentFault[] {
  const faults = items.flatMap((item) => {
    const fault = readAgentFault(item, agents);
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

function readAgentFault(item: Cursor, agents: KnownNames): AgentFault | undefined {
  const lost = item.get("agentLost");
  if (!lost.present) return undefined;
  const at = readDuration(item.get("at"));
  const duration = readPositiveDuration(item.get("for"));
  const agent = readAgentName(lost, agents);
  return at === undefined || agent === undefined ? undefined : { at, agent, duration: duration ?? null };
}
