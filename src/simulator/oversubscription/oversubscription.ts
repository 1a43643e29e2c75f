import type { Ledger } from "../../allocator/ledger.js";
import { AGENT_CAPABILITIES, type AgentProfile } from "../../cluster/agent-profile.js";
import type { AgentId } from "../../cluster/ids.js";
import type { AgentPlan, ClusterPlan, OversubscriptionPlan } from "../../cluster/plan.js";
import type { Resources } from "../../cluster/resources.js";
import { ESTIMATE_DEFAULTS } from "../../kinds/oversubscription/estimate-loop.js";
import {
  noOversubscription,
  type OversubscriptionCounters,
} from "../../kinds/oversubscription/oversubscription-counters.js";
import { QOS_CORRECTION_INTERVAL_MIN } from "../../kinds/oversubscription/qos-loop.js";
import type { FrameworkActor } from "../framework-actor.js";
import type { SimulationParts } from "../simulation-parts.js";
import type { StartedModules } from "../started-modules.js";
import type { ResourceNames } from "../task-shape.js";
import { AgentExecutors, type ExecutorSources } from "./agent-executors.js";
import { AgentProcess } from "./agent-process.js";
import { AgentUpdates } from "./agent-updates.js";
import { makeModules } from "./made-modules.js";

const DEFAULT_SETTINGS: OversubscriptionPlan = {
  estimateInterval: ESTIMATE_DEFAULTS.interval,
  correctionInterval: QOS_CORRECTION_INTERVAL_MIN,
  estimatorParameters: [],
  controllerParameters: [],
};

export interface LendingParts {
  readonly parts: SimulationParts;
  readonly plan: ClusterPlan;
  /** By id. */
  readonly frameworks: readonly FrameworkActor[];
  readonly names: ResourceNames;
  readonly ledger: Ledger;
}

/** Null where no estimator and no controller was chosen: the noop ones never answer. */
export function oversubscriptionOf({ parts, plan, frameworks, names, ledger }: LendingParts): Oversubscription | null {
  const { containers, directory, modules, running } = parts;
  if (modules === null || containers === null) return null;
  const { resourceEstimator, qosController } = modules.selection;
  if (resourceEstimator === null && qosController === null) return null;
  const counters = noOversubscription();
  const updates = new AgentUpdates(parts, frameworks, names, ledger, counters);
  const plans = new Map(plan.frameworks.map((framework) => [framework.name, framework]));
  const sources = { directory, running, containers, frameworks: plans };
  return new Oversubscription(parts, modules, updates, sources, counters, plan.oversubscription);
}

/** What agents lend beyond what is theirs, and take back by force: an estimator and a controller for each process of one. */
export class Oversubscription {
  readonly counters: OversubscriptionCounters;
  readonly #parts: SimulationParts;
  readonly #modules: StartedModules;
  readonly #updates: AgentUpdates;
  readonly #sources: ExecutorSources;
  readonly #settings: OversubscriptionPlan;
  /** By agent: the process that runs now. */
  readonly #processes: (AgentProcess | undefined)[] = [];

  constructor(
    parts: SimulationParts,
    modules: StartedModules,
    updates: AgentUpdates,
    sources: ExecutorSources,
    /** Counted up. */
    counters: OversubscriptionCounters,
    settings: OversubscriptionPlan = DEFAULT_SETTINGS,
  ) {
    this.#parts = parts;
    this.#modules = modules;
    this.#updates = updates;
    this.#sources = sources;
    this.#settings = settings;
    this.counters = counters;
  }

  /**
   * A process of the agent has recovered, and is about to register (S1).
   * @throws AllocatorFailure when its modules cannot be made, or break
   */
  started(agent: AgentId, { name, load = [], profile }: AgentPlan, total: Resources): void {
    const { directory, running, timer } = this.#parts;
    const modules = this.#modules;
    const settings = this.#settings;
    const isOld = profile !== undefined && isOlderThanFlag(profile);
    const process = new AgentProcess(
      name,
      directory.resourceKeys.format(total),
      new AgentExecutors(this.#sources, agent),
      (broken) => makeModules({ modules, settings, timer, load, broken }),
      {
        timer,
        keys: directory.resourceKeys,
        settings,
        counters: this.counters,
        preempt: (task) => running.kill(task, "containerPreempted"),
        resourceProviders: !isOld,
        updateMaster: (oversubscribed) => this.#updates.update(agent, oversubscribed, !isOld),
        warn: (line) => modules.warn(line),
      },
    );
    this.#processes[agent] = process;
    process.start();
  }

  /** S3 */
  registered(agent: AgentId): void {
    this.#processes[agent]?.registered();
  }

  /** The process is gone. */
  stopped(agent: AgentId): void {
    this.#processes[agent]?.stop();
    this.#processes[agent] = undefined;
  }
}

/** One that lacks one of these is taken for an agent from before the flag (M3), and from before resource providers. */
function isOlderThanFlag({ capabilities }: AgentProfile): boolean {
  return AGENT_CAPABILITIES.some((capability) => !capabilities.includes(capability));
}
