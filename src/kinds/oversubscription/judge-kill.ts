import type { ExecutorKill, OversubscribedAgent } from "./oversubscribed-agent.js";
import type { QosCorrection } from "./qos-controller.js";

export type KillVerdict =
  | { readonly kind: "kill"; readonly kill: ExecutorKill; readonly tasks: number }
  | { readonly kind: "ignored"; readonly why: string };

/**
 * Whether an agent carries out a correction, and how the executor then ends (S6, S7). It is not asked whether the
 * executor uses revocable resources at all: a controller may kill any (S8).
 */
export function judgeKill(
  { type, kill }: QosCorrection,
  agent: Pick<OversubscribedAgent, "framework" | "executor">,
): KillVerdict {
  if (type !== "KILL") return ignored(`its type is ${type}, and only KILL is known`);
  const { framework: frameworkId = null, executor: executorId = null, container = null } = kill ?? {};
  if (frameworkId === null) return ignored("it names no framework");
  if (executorId === null) return ignored("it names no executor");
  const framework = agent.framework(frameworkId);
  if (framework === undefined) return ignored(`framework ${frameworkId} is unknown`);
  if (framework.state === "TERMINATING") return ignored(`framework ${frameworkId} is terminating`);
  const executor = agent.executor(frameworkId, executorId);
  const name = `executor ${executorId} of framework ${frameworkId}`;
  if (executor === undefined) return ignored(`${name} is unknown`);
  if (container !== null && container !== executor.container) {
    return ignored(`${name} runs in container ${executor.container}, not ${container}`);
  }
  if (executor.state === "TERMINATING" || executor.state === "TERMINATED") {
    return ignored(`${name} is ${executor.state.toLowerCase()}`);
  }
  const state = framework.capabilities.includes("PARTITION_AWARE") ? "TASK_GONE" : "TASK_LOST";
  const ending = { framework: frameworkId, executor: executorId, state, source: "agent" } as const;
  return { kind: "kill", kill: { ...ending, reason: "CONTAINER_PREEMPTED" }, tasks: executor.tasks };
}

function ignored(why: string): KillVerdict {
  return { kind: "ignored", why };
}
