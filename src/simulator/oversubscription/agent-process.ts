import { AllocatorFailure } from "../../allocator/failure.js";
import type { OversubscriptionPlan } from "../../cluster/plan.js";
import type { ResourceKeys } from "../../cluster/resource-keys.js";
import { EstimateLoop } from "../../kinds/oversubscription/estimate-loop.js";
import type {
  AgentExecutor,
  AgentFramework,
  AgentState,
  ExecutorKill,
  OversubscribedAgent,
} from "../../kinds/oversubscription/oversubscribed-agent.js";
import type { OversubscriptionCounters } from "../../kinds/oversubscription/oversubscription-counters.js";
import { QosLoop } from "../../kinds/oversubscription/qos-loop.js";
import type { Initialized } from "../../kinds/oversubscription/resource-estimator.js";
import type { Timer } from "../../kinds/timer.js";
import type { SimulatedTask } from "../simulated-task.js";
import type { AgentExecutors } from "./agent-executors.js";
import type { MadeModules } from "./made-modules.js";

/** What one process of an agent needs from its surroundings. */
export interface AgentSurroundings {
  readonly timer: Timer;
  readonly keys: ResourceKeys;
  readonly settings: OversubscriptionPlan;
  readonly counters: OversubscriptionCounters;
  /** Ends a task because its controller wants its executor gone (S7). */
  readonly preempt: (task: SimulatedTask) => void;
  /** Whether the agent supports resource providers (S3). */
  readonly resourceProviders: boolean;
  /** Sends the master an UpdateSlave message. */
  readonly updateMaster: (oversubscribed: string | null) => void;
  readonly warn: (line: string) => void;
}

/**
 * One process of an agent with its estimator and its controller. Both loops begin when it starts, whether or not it is
 * registered by then (S1).
 */
export class AgentProcess implements OversubscribedAgent {
  state: AgentState = "DISCONNECTED";
  readonly #name: string;
  readonly #executors: AgentExecutors;
  readonly #surroundings: AgentSurroundings;
  readonly #modules: MadeModules;
  readonly #estimates: EstimateLoop;
  readonly #corrections: QosLoop;

  /**
   * @param total the agent's resources, as text
   * @throws AllocatorFailure when one of its modules cannot be initialized
   */
  constructor(
    name: string,
    total: string,
    executors: AgentExecutors,
    modules: (broken: (message: string) => void) => MadeModules,
    surroundings: AgentSurroundings,
  ) {
    this.#name = name;
    this.#executors = executors;
    this.#surroundings = surroundings;
    this.#modules = modules((message) => this.moduleBroken(message));
    const { estimator, controller } = this.#modules;
    const { timer, keys, settings, counters, resourceProviders } = surroundings;
    const usage = executors.usage(total);
    this.#require(estimator.initialize(usage));
    this.#require(controller.initialize(usage));
    const estimates = { interval: settings.estimateInterval, resourceProviders };
    this.#estimates = new EstimateLoop(estimator, this, timer, keys, estimates);
    this.#corrections = new QosLoop(controller, this, timer, counters, settings.correctionInterval);
  }

  get allocated(): string {
    return this.#executors.allocated;
  }

  start(): void {
    this.#estimates.start();
    this.#corrections.start();
  }

  registered(): void {
    this.state = "RUNNING";
    this.#estimates.registered();
  }

  stop(): void {
    this.state = "TERMINATING";
    this.#estimates.stop();
    this.#corrections.stop();
    this.#modules.close();
  }

  framework(id: string): AgentFramework | undefined {
    return this.#executors.framework(id);
  }

  executor(framework: string, id: string): AgentExecutor | undefined {
    return this.#executors.executor(framework, id);
  }

  updateOversubscribed(total: string | null): void {
    this.#surroundings.updateMaster(total);
  }

  kill({ framework, executor }: ExecutorKill): void {
    const task = this.#executors.find(framework, executor);
    if (task !== undefined) this.#surroundings.preempt(task);
  }

  warn(message: string): void {
    this.#surroundings.warn(`agent ${this.#name}: ${message}`);
  }

  moduleBroken(message: string): never {
    throw new AllocatorFailure("illegalDecision", `agent ${this.#name}: ${message}`);
  }

  #require(initialized: Initialized): void {
    if (initialized.kind === "initialized") return;
    throw new AllocatorFailure("loadFailed", `agent ${this.#name} does not start: ${initialized.message}`);
  }
}
