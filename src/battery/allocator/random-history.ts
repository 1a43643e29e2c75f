import type { Decisions } from "../../allocator/decisions.js";
import type { Conversion, Operation } from "../../allocator/operations.js";
import type { AllocatorSession } from "../../allocator/session.js";
import type { Micros } from "../../base/time.js";
import type { Directory } from "../../cluster/directory.js";
import type { AgentId, FrameworkId } from "../../cluster/ids.js";
import { filterResources, isEmpty, type Resources } from "../../cluster/resources.js";
import { INTERVAL } from "./battery-cluster.js";
import { type Held, HeldResources } from "./held-resources.js";
import { HistoryDraw } from "./history-draw.js";

export interface HistoryStep {
  readonly t: Micros;
  readonly operation: Operation;
  readonly decisions: Decisions;
}

/** How often agents and frameworks come and go. */
export type Turnover = "some" | "much";

const REFUSE_TIMES = [null, 0, 500_000, 1_000_000, 1_500_000, 3_000_000, 20_000_000];

/**
 * A legal history that grows against one session, a step for each number: the numbers draw what comes next from what is
 * possible then. So a history with steps left out is a legal history, too, and one that shows a defect can be made short.
 * The same numbers and the same decisions make the same history.
 */
export class RandomHistory {
  readonly session: AllocatorSession;
  readonly steps: HistoryStep[] = [];
  t: Micros = 0;
  /** The operation that is being told: the last one when the session throws. */
  current: Operation | null = null;
  readonly #directory: Directory;
  readonly #turnover: Turnover;
  readonly #held = new HeldResources();
  readonly #known = new Set<AgentId>();
  /** Agents that may have less than is held there. */
  readonly #updated = new Set<AgentId>();
  #wakeAt: Micros | null = null;
  #tasks = 0;

  constructor(session: AllocatorSession, turnover: Turnover = "some") {
    this.session = session;
    this.#directory = session.ledger.directory;
    this.#turnover = turnover;
  }

  /** @throws AllocatorFailure when what the step caused is illegal, or the allocator breaks */
  step(number: number): HistoryStep {
    return this.submit(this.#next(new HistoryDraw(this.#directory, number)));
  }

  submit(operation: Operation): HistoryStep {
    this.current = operation;
    const decisions = this.session.submit(this.t, operation);
    const step = { t: this.t, operation, decisions };
    this.steps.push(step);
    this.#held.noteOperation(operation);
    this.#held.noteDecisions(decisions);
    if (operation.op === "addAgent") this.#known.add(operation.agent);
    if (operation.op === "addAgent" || operation.op === "removeAgent") this.#updated.delete(operation.agent);
    if (operation.op === "updateAgent") this.#updated.add(operation.agent);
    if (decisions.wakeAt !== null) this.#wakeAt = decisions.wakeAt;
    return step;
  }

  /** One batch cycle, at the next tick. */
  tick(): HistoryStep {
    this.t = (Math.floor(this.t / INTERVAL) + 1) * INTERVAL;
    return this.submit({ op: "allocate", wake: false });
  }

  /** Whatever was there goes, and what was configured is as in the beginning. A last cycle tells the allocator of it. */
  removeEverything(): void {
    const { roles, resourceKeys } = this.#directory;
    const { agents, frameworks } = this.session.ledger;
    const none = resourceKeys.parseQuantities("");
    frameworks.forEach((account, framework) => {
      if (account !== undefined) this.submit({ op: "removeFramework", framework: framework as FrameworkId });
    });
    agents.forEach((account, agent) => {
      if (account !== undefined) this.submit({ op: "removeAgent", agent: agent as AgentId });
    });
    for (const role of roles.ids()) {
      this.submit({ op: "updateWeights", weights: [{ role, weight: 1 }] });
      if (!roles.name(role).includes("/")) {
        this.submit({ op: "updateQuota", role, guarantees: none, limits: none });
      }
    }
    this.submit({ op: "updateWhitelist", agents: null });
    this.tick();
    this.steps.length = 0;
    this.#tasks = 0;
  }

  #next(draw: HistoryDraw): Operation {
    const calm = this.#turnover === "some" ? 1 : 0.4;
    const offered = this.#held.of(false);
    const running = this.#runningTasks();
    if (offered.length > 0 && draw.chance(0.5 * calm)) return this.#answer(draw.pick(offered), draw);
    if (running.length > 0 && draw.chance(0.15 * calm)) return this.#end(draw.pick(running));
    if (draw.chance(0.3)) return this.#timePasses(draw);
    return this.#change(draw, this.#turnover === "much");
  }

  /** Until the next tick, or until the allocator wants to be asked. */
  #timePasses(draw: HistoryDraw): Operation {
    const tick = (Math.floor(this.t / INTERVAL) + 1) * INTERVAL;
    if (this.#wakeAt !== null && this.#wakeAt < tick) {
      this.t = Math.max(this.t, this.#wakeAt);
      this.#wakeAt = null;
      return { op: "allocate", wake: true };
    }
    this.t = tick;
    if (draw.chance(0.2)) this.t += 4 * INTERVAL;
    return { op: "allocate", wake: false };
  }

  #change(draw: HistoryDraw, comesAndGoes: boolean): Operation {
    const { agents, frameworks } = this.session.ledger;
    if (draw.chance(0.5) && this.t % INTERVAL < INTERVAL / 2) this.t += INTERVAL / 8;
    const agent = draw.id<AgentId>(agents.length);
    const framework = draw.id<FrameworkId>(frameworks.length);
    const account = frameworks[framework];
    if (agents[agent] === undefined && draw.chance(0.7)) {
      return draw.addAgent(agent, [...this.#directory.frameworks.ids()]);
    }
    if (account === undefined) return draw.addFramework(framework);
    if (comesAndGoes && draw.chance(0.5)) {
      return draw.chance(0.5) ? { op: "removeFramework", framework } : { op: "removeAgent", agent };
    }
    if (draw.chance(0.25)) return draw.request(framework, draw.pick([...account.roles]));
    if (draw.chance(0.4)) return draw.changeFramework(framework, [...account.roles]);
    if (draw.chance(0.5)) return draw.changeAgent(this.t, agent);
    if (draw.chance(0.15)) {
      return { op: "inverseOfferResponse", framework, agent, accepted: draw.pick([true, false, null]) };
    }
    return draw.configure([...this.#known].sort((a, b) => a - b));
  }

  /** What a framework that is not registered holds is its agent's to tell of. */
  #runningTasks(): readonly Held[] {
    const { frameworks } = this.session.ledger;
    return this.#held.of(true).filter(({ framework }) => frameworks[framework] !== undefined);
  }

  #answer(held: Held, draw: HistoryDraw): Operation {
    const { framework, role, agent } = held;
    const conversion = draw.chance(0.15) ? this.#reservation(held) : undefined;
    if (conversion !== undefined) return { op: "updateAllocation", framework, role, agent, conversions: [conversion] };
    const part = draw.chance(0.7) ? held.resources : draw.part(held.resources);
    const resources = isEmpty(part) ? held.resources : part;
    if (draw.chance(0.45)) {
      const task = draw.chance(0.8) ? this.#directory.tasks.intern(`task-${this.#tasks++}`) : null;
      return { op: "acceptOffer", framework, role, agent, resources, task };
    }
    const refuse = draw.pick(REFUSE_TIMES);
    return { op: "recoverResources", framework, role, agent, resources, refuse, allocated: false, task: null };
  }

  #end({ framework, role, agent, resources, task }: Held): Operation {
    return { op: "recoverResources", framework, role, agent, resources, refuse: null, allocated: true, task };
  }

  /** All offered cpus that are neither reserved nor revocable become the role's. */
  #reservation({ role, agent, resources }: Held): Conversion | undefined {
    const { resourceKeys, roles } = this.#directory;
    if (roles.name(role) === "*" || this.#updated.has(agent)) return undefined;
    const cpus = resourceKeys.find("cpus");
    const from: Resources = filterResources(resources, (key, amount) => (key === cpus ? amount : 0));
    if (isEmpty(from)) return undefined;
    return { from, to: resourceKeys.parse(`cpus(${roles.name(role)}):${(from.amounts[0] as number) / 1000}`) };
  }
}
