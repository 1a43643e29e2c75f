import type { Allocator } from "../allocator/allocator.js";
import type { InverseOffer, Offer, Revocation } from "../allocator/decisions.js";
import { AllocatorSession } from "../allocator/session.js";
import type { Micros } from "../base/time.js";
import type { FrameworkId, TaskId } from "../cluster/ids.js";
import { NO_RESOURCES } from "../cluster/resources.js";
import { Agents } from "./agents.js";
import { EVENT, type EventKind, EventQueue } from "./event-queue.js";
import { FrameworkActor } from "./framework-actor.js";
import type { LaunchUnit } from "./launch-unit.js";
import { type DecisionReceiver, Master } from "./master.js";
import { type EndReason, Progress } from "./progress.js";
import { Reclaims } from "./reclaims.js";
import { RunningTasks, type RunningTasksListener } from "./running-tasks.js";
import type { SimulationEnd, SimulationInput } from "./simulate.js";
import type { SimulatedTask } from "./simulated-task.js";
import type { SimulationParts } from "./simulation-parts.js";
import { StartPlanner } from "./start-planner.js";
import { ResourceNames, TaskShapes } from "./task-shape.js";
import { Ticker } from "./ticker.js";
import { WorkSource } from "./work-source.js";

/** Takes the event's subject and detail. */
type Handlers = Readonly<Record<EventKind, (subject: number, detail: number) => void>>;

/** One run: takes event after event and hands each to whom it concerns. */
export class Simulation implements DecisionReceiver, RunningTasksListener {
  readonly #input: SimulationInput;
  readonly #session: AllocatorSession;
  readonly #parts: SimulationParts;
  /** In the order of the plan. */
  readonly #inPlanOrder: readonly FrameworkActor[];
  /** By id. */
  readonly #frameworks: FrameworkActor[] = [];
  readonly #reclaims: Reclaims;
  readonly #agents: Agents;

  constructor(input: SimulationInput, allocator: Allocator) {
    const { plan, directory, observer, seed } = input;
    const { allocationInterval } = plan.options;
    this.#input = input;
    this.#session = new AllocatorSession(allocator, directory, input.monitor);
    const events = new EventQueue();
    const progress = new Progress(events, plan);
    const master = new Master(this.#session, input.journal, observer, events, progress, this);
    const ticker = new Ticker(allocationInterval, events, master, progress);
    const running = new RunningTasks(events, master, observer, progress, directory.tasks, this);
    const names = new ResourceNames(directory.resourceKeys);
    const shapes = new TaskShapes(names);
    const sources = plan.frameworks.map(
      (framework) => new WorkSource(framework, directory, shapes, observer, progress),
    );
    const planner = new StartPlanner(shapes);
    const { offerTimeout } = plan;
    this.#parts = {
      directory,
      seed,
      allocationInterval,
      offerTimeout,
      observer,
      events,
      progress,
      master,
      ticker,
      running,
      planner,
    };
    this.#inPlanOrder = plan.frameworks.map(
      (framework, i) => new FrameworkActor(this.#parts, framework, sources[i] as WorkSource),
    );
    for (const framework of this.#inPlanOrder) this.#frameworks[framework.id] = framework;
    this.#reclaims = new Reclaims(events, running, names, this.#frameworks);
    this.#agents = new Agents(this.#parts, plan, this.#frameworks, this.#reclaims);
  }

  /** @throws AllocatorFailure */
  run(): SimulationEnd {
    const { events, progress } = this.#parts;
    const duration = this.#input.plan.duration ?? Number.POSITIVE_INFINITY;
    const handlers = this.#handlers();
    this.#start();
    for (;;) {
      const reason = progress.end();
      // The rest of the last instant is still carried out, so that what was offered in it is answered.
      if (reason !== undefined && events.nextAt > events.now) return this.#end(events.now, reason);
      if (events.nextAt > duration) return this.#end(duration, "duration");
      if (events.size === 0) return this.#end(events.now, "stalemate");
      events.pop();
      handlers[events.kind](events.subject, events.detail);
    }
  }

  offersMade(framework: FrameworkId, offers: readonly Offer[], from: number, to: number): void {
    this.#frameworkOf(framework).desk.receive(offers, from, to);
  }

  inverseOfferMade(inverseOffer: InverseOffer): void {
    this.#reclaims.inverseOfferMade(inverseOffer);
  }

  revoked(revocation: Revocation): void {
    this.#reclaims.revoked(revocation);
  }

  wakeWanted(at: Micros): void {
    this.#parts.ticker.wakeWanted(at);
  }

  released(task: SimulatedTask): void {
    this.#reclaims.released(task);
  }

  unitKilled(unit: LaunchUnit): void {
    this.#frameworkOf((unit.tasks[0] as SimulatedTask).framework).takeBack(unit);
  }

  /** As a cluster comes up: weights and quota are configured, agents join, then frameworks register. */
  #start(): void {
    this.#configureRoles();
    this.#agents.join();
    for (const framework of this.#inPlanOrder) framework.schedule();
    this.#agents.scheduleFaults();
  }

  #configureRoles(): void {
    const { directory, master } = this.#parts;
    const { roles: names, resourceKeys } = directory;
    const roles = this.#input.plan.roles
      .map(({ name, weight, quota }) => ({ role: names.id(name), weight, quota }))
      .sort((a, b) => a.role - b.role);
    const weights = roles.filter(({ weight }) => weight !== 1).map(({ role, weight }) => ({ role, weight }));
    if (weights.length > 0) master.submit({ op: "updateWeights", weights });
    for (const { role, quota } of roles) {
      if (quota === null) continue;
      const guarantees = resourceKeys.fromEntries(quota.guarantees);
      const limits = quota.limits.length === 0 ? NO_RESOURCES : resourceKeys.fromEntries(quota.limits);
      master.submit({ op: "updateQuota", role, guarantees, limits });
    }
  }

  #handlers(): Handlers {
    const { running, ticker } = this.#parts;
    const framework = (id: number) => this.#frameworkOf(id);
    return {
      [EVENT.tick]: () => ticker.tick(),
      [EVENT.wake]: (_, wish) => ticker.wake(wish),
      [EVENT.taskEnd]: (task, run) => running.end(task as TaskId, run),
      [EVENT.frameworkStart]: (id) => framework(id).register(),
      [EVENT.arrival]: (id) => framework(id).arrival(),
      [EVENT.answer]: (id) => framework(id).answer(),
      [EVENT.settle]: (id) => framework(id).settle(),
      [EVENT.workReturned]: (id) => framework(id).workReturned(),
      [EVENT.reviveDue]: (id) => framework(id).reviveDue(),
      [EVENT.gangTimeout]: (id, hold) => framework(id).desk.gangTimeout(hold),
      [EVENT.offerTimeout]: (id) => framework(id).desk.offerTimeout(),
      [EVENT.claim]: (claim, phase) => this.#reclaims.happen(claim, phase),
      [EVENT.agentLost]: (fault) => this.#agents.lose(fault),
      [EVENT.agentBack]: (fault) => this.#agents.comeBack(fault),
    };
  }

  #end(endedAt: Micros, reason: EndReason): SimulationEnd {
    this.#parts.observer.finished(endedAt);
    return { endedAt, cycles: this.#session.cycles, reason };
  }

  #frameworkOf(id: number): FrameworkActor {
    return this.#frameworks[id] as FrameworkActor;
  }
}
