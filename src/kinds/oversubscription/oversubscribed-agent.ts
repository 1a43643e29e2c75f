/** Where an agent is in its life. */
export type AgentState = "RECOVERING" | "RUNNING" | "DISCONNECTED" | "TERMINATING";

export interface AgentFramework {
  readonly state: "RUNNING" | "TERMINATING";
  /** By their Mesos names. */
  readonly capabilities: readonly string[];
}

export interface AgentExecutor {
  readonly state: "REGISTERING" | "RUNNING" | "TERMINATING" | "TERMINATED";
  readonly container: string;
  /** How many of its tasks have not ended. */
  readonly tasks: number;
}

/** How an executor ends that a controller wanted gone: all of its tasks that have not ended get this state (S7). */
export interface ExecutorKill {
  readonly framework: string;
  readonly executor: string;
  readonly state: "TASK_GONE" | "TASK_LOST";
  readonly reason: "CONTAINER_PREEMPTED";
  readonly source: "agent";
}

/** An agent, as the loops of its estimator and controller see it and act on it. */
export interface OversubscribedAgent {
  readonly state: AgentState;
  /** All that is allocated on it now, of all frameworks, launched or about to be: `cpus{REV}:1;mem:64`. */
  readonly allocated: string;
  framework(id: string): AgentFramework | undefined;
  executor(framework: string, id: string): AgentExecutor | undefined;
  /**
   * Sends the master an UpdateSlave message.
   * @param total all that is oversubscribed, in use or not: `cpus{REV}:2`; null: the message says nothing about it
   */
  updateOversubscribed(total: string | null): void;
  /** Destroys the container. From now on the executor is TERMINATING, or not there. */
  kill(kill: ExecutorKill): void;
  /** For the agent's log. */
  warn(message: string): void;
  /** The module answered what it may not answer: in Mesos the agent crashes, here this run has failed (E2). */
  moduleBroken(message: string): void;
}
