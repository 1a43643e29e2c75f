import type { PreemptionPlan } from "../../cluster/plan.js";
import type { PreemptionBudget, PreemptionRules } from "../../cluster/preemption-plan.js";
import type { Cursor } from "../document/cursor.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** The scenario's key `preemption`; undefined when it says nothing. */
export function readPreemption(preemption: Cursor): PreemptionPlan | undefined {
  if (!preemption.isMap) return undefined;
  const loopAfter = preemption.get("loopAfter").number;
  const livelockAfter = readPositiveDuration(preemption.get("livelockAfter"));
  return {
    ...readPreemptionRules(preemption),
    loops: {
      ...(loopAfter === undefined ? {} : { loopAfter }),
      ...(livelockAfter === undefined ? {} : { livelockAfter }),
    },
  };
}

/** What of the key `preemption` also a role may have. */
export function readPreemptionRules(preemption: Cursor): PreemptionRules {
  const budget = readBudget(preemption.get("budget"));
  const minimumRuntime = readDuration(preemption.get("minimumRuntime"));
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(minimumRuntime === undefined ? {} : { minimumRuntime }),
  };
}

function readBudget(budget: Cursor): PreemptionBudget | undefined {
  const tasks = budget.get("tasks").number;
  const every = readPositiveDuration(budget.get("every"));
  return tasks === undefined || every === undefined ? undefined : { tasks, every };
}
