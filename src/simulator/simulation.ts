import type { Allocator, AllocatorOptions } from "../allocator/allocator.js";
import type { InverseOffer, Offer, Revocation } from "../allocator/decisions.js";
import type { Ledger } from "../allocator/ledger.js";
import { AllocatorSession } from "../allocator/session.js";
import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import type { AgentId, FrameworkId, TaskId } from "../cluster/ids.js";
import type { CheckpointPlan, ClusterPlan } from "../cluster/plan.js";
import type { RunTallies } from "../kinds/run-tallies.js";
import { AgentFaults } from "./agent-faults.js";
import { Agents } from "./agents.js";
import { AllocatorPauses } from "./allocator-pauses.js";
import { EVENT, type EventKind, type EventQueue } from "./event-queue.js";
import { FrameworkActor } from "./framework-actor.js";
import { TaskContainers, usesContainers } from "./launch/task-containers.js";
import type { LaunchUnit } from "./launch-unit.js";
import { Maintenance } from "./maintenance.js";
import { type DecisionReceiver, Master } from "./master.js";
import { type Oversubscription, oversubscriptionOf } from "./oversubscription/oversubscription.js";
import { Interference } from "./pace/interference.js";
import { Pacing } from "./pace/pacing.js";
import { PreemptionGuard } from "./preemption-guard.js";
import { type EndReason, Progress } from "./progress.js";
import { Reclaims } from "./reclaims.js";
import { Registrar } from "./registration/registrar.js";
import { RunningTasks, type RunningTasksListener } from "./running-tasks.js";
import type { SimulationEnd, SimulationInput } from "./simulate.js";
import type { SimulatedTask } from "./simulated-task.js";
import type { SimulationParts } from "./simulation-parts.js";
import { StartPlanner } from "./start-planner.js";
import type { StartedModules } from "./started-modules.js";
import { ResourceNames, TaskShapes } from "./task-shape.js";
import { Ticker } from "./ticker.js";
import type { VirtualTimer } from "./virtual-timer.js";
import { WorkSource } from "./work-source.js";

/** Takes the event's subject and detail. */
type Handlers = Readonly<Record<EventKind, (subject: number, detail: number) => void>>;

/** What of a run is there before its allocator. */
export interface BegunRun {
  readonly events: EventQueue;
  readonly timer: VirtualTimer;
  readonly modules: StartedModules | null;
}

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
  readonly #faults: AgentFaults;
  readonly #maintenance: Maintenance;
  readonly #pauses: AllocatorPauses;
  readonly #oversubscription: Oversubscription | null;
  readonly #interference: Interference | null;

  constructor(input: SimulationInput, allocator: Allocator, options: AllocatorOptions, begun: BegunRun) {
    const { plan, directory, observer, seed } = input;
    const { events, timer, modules } = begun;
    const { allocationInterval } = plan.options;
    this.#input = input;
    this.#session = new AllocatorSession(allocator, directory, options, input.monitor);
    const progress = new Progress(events, plan);
    const master = new Master(this.#session, input.journal, observer, events, progress, this, options.triggers);
    const ticker = new Ticker(allocationInterval, events, master, progress);
    const running = new RunningTasks(events, master, observer, progress, directory.tasks, this);
    const containers = containersOf(begun, input, running);
    if (containers !== null) running.useContainers(containers);
    const interference =
      plan.interference === undefined
        ? null
        : new Interference(plan.interference, { events, running, directory, plan });
    const pacing = pacingOf(plan, directory, interference);
    if (pacing !== null) running.usePacing(pacing);
    this.#interference = interference;
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
      timer,
      modules,
      registrar: new Registrar(plan.authentication, modules, timer, seed),
      progress,
      master,
      ticker,
      running,
      containers,
      planner,
    };
    this.#inPlanOrder = plan.frameworks.map(
      (framework, i) => new FrameworkActor(this.#parts, framework, sources[i] as WorkSource),
    );
    for (const framework of this.#inPlanOrder) this.#frameworks[framework.id] = framework;
    this.#reclaims = new Reclaims(this.#parts, new PreemptionGuard(plan, directory), names, this.#frameworks);
    const lending = { parts: this.#parts, plan, frameworks: this.#frameworks, names, ledger: this.ledger };
    this.#oversubscription = oversubscriptionOf(lending);
    this.#agents = new Agents(
      this.#parts,
      plan.agents,
      this.#frameworks,
      this.#reclaims,
      names,
      this.#oversubscription,
    );
    this.#faults = new AgentFaults(this.#parts, plan.faults, this.#agents);
    this.#maintenance = new Maintenance(this.#parts, plan.maintenance ?? [], this.#agents, this.#reclaims);
    this.#pauses = new AllocatorPauses(this.#parts, plan.pauses ?? []);
  }

  get ledger(): Ledger {
    return this.#session.ledger;
  }

  /** What modules' parts of the run counted so far. */
  get tallies(): RunTallies {
    return { authentication: this.#parts.registrar.tally, oversubscription: this.#oversubscription?.counters ?? null };
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

  /** As a cluster comes up: weights and quota are configured (or recovered), agents join, then frameworks register. */
  #start(): void {
    this.#configureRoles();
    this.#agents.join();
    for (const framework of this.#inPlanOrder) framework.schedule();
    this.#faults.schedule();
    this.#maintenance.schedule();
    this.#pauses.schedule();
  }

  #configureRoles(): void {
    const { directory, master } = this.#parts;
    const { roles: names, resourceKeys } = directory;
    const { plan } = this.#input;
    const roles = plan.roles
      .map(({ name, weight, quota }) => ({ role: names.id(name), weight, quota }))
      .sort((a, b) => a.role - b.role);
    const weights = roles.filter(({ weight }) => weight !== 1).map(({ role, weight }) => ({ role, weight }));
    if (weights.length > 0) master.submit({ op: "updateWeights", weights });
    const quotas = roles.flatMap(({ role, quota }) => {
      if (quota === null) return [];
      const guarantees = resourceKeys.quantitiesOf(quota.guarantees);
      return [{ role, guarantees, limits: resourceKeys.quantitiesOf(quota.limits) }];
    });
    if (plan.recovery !== undefined) master.submit({ op: "recover", ...plan.recovery, quotas });
    else for (const quota of quotas) master.submit({ op: "updateQuota", ...quota });
  }

  #handlers(): Handlers {
    const { master, progress, running, ticker, timer } = this.#parts;
    const framework = (id: number) => this.#frameworkOf(id);
    return {
      [EVENT.tick]: () => ticker.tick(),
      [EVENT.wake]: (_, wish) => ticker.wake(wish),
      [EVENT.taskEnd]: (task, run) => running.end(task as TaskId, run),
      [EVENT.frameworkStart]: (id) => framework(id).start(),
      [EVENT.arrival]: (id) => framework(id).arrival(),
      [EVENT.answer]: (id) => framework(id).answer(),
      [EVENT.settle]: (id) => framework(id).settle(),
      [EVENT.workReturned]: (id) => framework(id).workReturned(),
      [EVENT.reviveDue]: (id) => framework(id).reviveDue(),
      [EVENT.gangTimeout]: (id, hold) => framework(id).desk.gangTimeout(hold),
      [EVENT.offerTimeout]: (id) => framework(id).desk.offerTimeout(),
      [EVENT.claim]: (claim, phase) => this.#reclaims.happen(claim, phase),
      [EVENT.agentLost]: (fault) => this.#faults.lost(fault),
      [EVENT.agentBack]: (fault) => this.#faults.back(fault),
      [EVENT.agentJoins]: (agent) => this.#agents.joinLate(agent as AgentId),
      [EVENT.maintenance]: (number, phase) => this.#maintenance.happen(number, phase),
      [EVENT.allocatorPause]: (pause, phase) => this.#pauses.happen(pause, phase),
      [EVENT.agentPressure]: (agent, look) => this.#interference?.happen(agent as AgentId, look),
      [EVENT.failover]: (id, phase) => (phase === 0 ? framework(id).disconnect() : framework(id).takeOver()),
      [EVENT.run]: () => master.run(),
      [EVENT.timer]: (_, action) => {
        if (timer.fire(action)) progress.waited();
      },
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

/** Null where no task saves its work or may be slowed. */
function pacingOf(plan: ClusterPlan, { frameworks }: Directory, interference: Interference | null): Pacing | null {
  const isPlain = plan.frameworks.every(({ checkpoint }) => checkpoint === undefined);
  if (isPlain && interference === null) return null;
  const checkpoints: (CheckpointPlan | undefined)[] = [];
  for (const { name, checkpoint } of plan.frameworks) checkpoints[frameworks.id(name)] = checkpoint;
  return new Pacing(checkpoints, interference);
}

function containersOf(
  { modules, timer }: BegunRun,
  { plan, directory, observer }: SimulationInput,
  listener: RunningTasks,
): TaskContainers | null {
  if (modules === null || !usesContainers(modules.selection)) return null;
  return new TaskContainers({ plan, directory, modules, timer, observer, listener });
}
