import type { Environment, ExecutorInfo } from "../launch-info.js";
import type { Decorated, HookManager } from "./hook-manager.js";

/**
 * The environment of an executor: the hooks' variables lie over the agent's own ones (MESOS_*), and the executor's lie
 * over both. So a hook can neither change nor take away a variable that the executor sets.
 */
export function executorEnvironment(
  hooks: HookManager,
  agentVariables: Environment,
  executor: ExecutorInfo,
): Decorated<Environment> {
  const decorated = hooks.slaveExecutorEnvironmentDecorator({ executor });
  if (decorated.kind === "refused") return decorated;
  return { kind: "decorated", value: { ...agentVariables, ...decorated.value, ...executor.environment } };
}
