import type { Environment } from "../launch-info.js";

/** Variables of a container that Docker runs: those of the executor, and those of the task itself. */
export interface DockerEnvironment {
  readonly executorEnvironment: Environment;
  readonly taskEnvironment: Environment;
}

/** What the hooks said, merged in their order: of two values for one variable the later one wins. */
export function mergeDockerEnvironments(answers: readonly (Partial<DockerEnvironment> | null)[]): DockerEnvironment {
  let merged: DockerEnvironment = { executorEnvironment: {}, taskEnvironment: {} };
  for (const answer of answers) {
    merged = {
      executorEnvironment: { ...merged.executorEnvironment, ...answer?.executorEnvironment },
      taskEnvironment: { ...merged.taskEnvironment, ...answer?.taskEnvironment },
    };
  }
  return merged;
}

/**
 * The hooks' variables laid over those that the container would have: they override the executor's own. A custom
 * executor has one environment for both, in which the task's variables win.
 *
 * @param container what {@link executorEnvironment} gave
 * @param executor `command`: Mesos' own executor, which runs one task and hands it an environment of its own
 */
export function overlayDockerEnvironment(
  container: Environment,
  decorated: DockerEnvironment,
  executor: "command" | "custom",
): DockerEnvironment {
  const executorEnvironment = { ...container, ...decorated.executorEnvironment };
  if (executor === "command") return { executorEnvironment, taskEnvironment: decorated.taskEnvironment };
  return { executorEnvironment: { ...executorEnvironment, ...decorated.taskEnvironment }, taskEnvironment: {} };
}
