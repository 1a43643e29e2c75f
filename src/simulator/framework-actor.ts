import type { Micros } from "../base/time.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { FailoverPlan, FrameworkPlan } from "../cluster/plan.js";
import { DemandReport } from "./demand-report.js";
import { EVENT } from "./event-queue.js";
import { backOff } from "./launch/back-off.js";
import { LaunchUnit } from "./launch-unit.js";
import type { OpenOffer } from "./offer-bins.js";
import { OfferDesk } from "./offer-desk.js";
import { preferencesOf } from "./offer-preferences.js";
import type { SimulationParts } from "./simulation-parts.js";
import { TaskQueue } from "./task-queue.js";
import type { WorkSource } from "./work-source.js";

/** One framework: its work arrives, it asks for resources, answers offers, and suppresses and revives them. */
export class FrameworkActor {
  readonly id: FrameworkId;
  readonly desk: OfferDesk;
  readonly #parts: SimulationParts;
  readonly #plan: FrameworkPlan;
  readonly #roles: readonly RoleId[];
  readonly #queue = new TaskQueue();
  readonly #source: WorkSource;
  readonly #demand: DemandReport;
  /** Nobody knows that it will never register. */
  #isExpected = false;
  #registered = false;
  /** Its scheduler is gone, and the next one has not registered yet. */
  #isAway = false;
  #suppressed = false;
  #revivedAt: Micros = Number.NEGATIVE_INFINITY;
  #reviveScheduled = false;
  #settleScheduled = false;
  #returnScheduled = false;

  constructor(parts: SimulationParts, plan: FrameworkPlan, source: WorkSource) {
    const { directory } = parts;
    this.id = directory.frameworks.id(plan.name);
    this.#parts = parts;
    this.#plan = plan;
    this.#roles = plan.roles.map((role) => directory.roles.id(role));
    this.#source = source;
    this.#demand = new DemandReport(this.#queue, this.#roles[0] as RoleId, plan.requestWindow);
    this.desk = new OfferDesk(parts, this.id, plan, this.#queue);
  }

  /** Foresees its registration and its first arrival. */
  schedule(): void {
    this.#isExpected = true;
    this.#parts.progress.ahead++;
    this.#parts.events.push(this.#plan.startsAt, EVENT.frameworkStart, this.id);
    this.#scheduleArrival();
    this.#foreseeFailover();
  }

  /** It knows a master, and registers when that lets it in. */
  start(): void {
    this.#parts.registrar.enter({
      name: `framework:${this.#plan.name}`,
      credential: this.#plan.credential,
      accepted: () => this.#register(),
      refused: () => this.#refused(),
      keptWaiting: () => this.#noLongerExpected(),
    });
  }

  arrival(): void {
    const arrived = this.#source.submitDue(this.#parts.events.now, this.#queue);
    this.#scheduleArrival();
    if (arrived) this.#takeUpWork();
  }

  answer(): void {
    const before = this.#queue.pendingTasks;
    this.desk.answer();
    if (this.#queue.pendingTasks !== before || this.#shouldSuppress()) this.#scheduleSettle();
  }

  /** All offers of this instant are answered: reports what is still lacking. */
  settle(): void {
    this.#settleScheduled = false;
    if (!this.#registered) return;
    if (!this.desk.isClear) {
      this.#scheduleSettle();
      return;
    }
    this.#reportDemand();
    if (this.#shouldSuppress()) this.#suppress();
  }

  /**
   * A unit was killed, or failed, and has to start again from nothing. What of it has finished by then is left out; what
   * failed waits a while before it stands in the queue.
   */
  takeBack(unit: LaunchUnit): void {
    const rest = this.#restOf(unit);
    for (const task of rest.tasks) task.state = "pending";
    if (!unit.hasFailed) {
      this.#requeue(rest);
      return;
    }
    rest.hasFailed = false;
    this.#parts.timer.after(backOff(rest.failures), () => this.#requeue(rest));
  }

  #restOf(unit: LaunchUnit): LaunchUnit {
    const tasks = unit.tasks.filter(({ state }) => state !== "finished");
    if (tasks.length === unit.tasks.length) return unit;
    const { shape, estimate } = unit.queueClass;
    const rest = new LaunchUnit(this.#queue.classOf(shape, tasks.length, estimate), unit.job);
    rest.failures = unit.failures;
    for (const task of tasks) task.unit = rest;
    rest.tasks.push(...tasks);
    return rest;
  }

  #requeue(unit: LaunchUnit): void {
    this.#queue.putBack(unit);
    if (this.#returnScheduled) return;
    this.#returnScheduled = true;
    this.#parts.events.push(this.#parts.events.now, EVENT.workReturned, this.id);
  }

  workReturned(): void {
    this.#returnScheduled = false;
    this.#takeUpWork();
  }

  reviveDue(): void {
    this.#reviveScheduled = false;
    if (!this.#registered || this.#queue.pendingTasks === 0) return;
    this.#reportDemand();
    this.#revive();
  }

  /** Its scheduler is gone: the master gives it no more offers, and takes back those that it has. Its tasks run on. */
  disconnect(): void {
    const { events, master, progress, ticker } = this.#parts;
    progress.made();
    events.push(events.now + (this.#plan.failover as FailoverPlan).duration, EVENT.failover, this.id, 1);
    if (!this.#registered) return;
    this.#registered = false;
    this.#isAway = true;
    if (!this.#suppressed) ticker.wantsNoOffers();
    master.submit({ op: "deactivateFramework", framework: this.id });
    this.desk.takeBack(() => true);
  }

  /** Another scheduler registers in its place, with capabilities of its own, and knows what there is to do. */
  takeOver(): void {
    const { master, progress } = this.#parts;
    progress.ahead--;
    progress.made();
    if (!this.#isAway) return;
    this.#isAway = false;
    const { capabilities } = this.#plan.failover as FailoverPlan;
    const suppressedRoles = this.#enter();
    master.submit({ op: "updateFramework", framework: this.id, roles: this.#roles, suppressedRoles, capabilities });
    master.submit({ op: "activateFramework", framework: this.id });
    this.#reportDemand();
  }

  /**
   * Answers an inverse offer.
   * @returns the held offers that it gives back at once, or undefined when it declines
   */
  answerInverseOffer(agent: AgentId, deadline: Micros): readonly OpenOffer[] | undefined {
    const { inverseOffers, refuse } = this.#plan;
    if (!this.#registered) {
      this.#parts.master.submit({ op: "inverseOfferResponse", framework: this.id, agent, accepted: null });
      return undefined;
    }
    const accepted = inverseOffers === "accept";
    const filter = refuse === 0 ? {} : { refuse };
    this.#parts.master.submit({ op: "inverseOfferResponse", framework: this.id, agent, accepted, ...filter });
    return accepted ? this.desk.leave(agent, deadline) : undefined;
  }

  #register(): void {
    const { directory, events, master, progress } = this.#parts;
    const { capabilities, preferences } = this.#plan;
    this.#source.submitDue(events.now, this.#queue);
    this.#source.submitService(events.now, this.#queue);
    this.#noLongerExpected();
    progress.made();
    const suppressedRoles = this.#enter();
    master.submit({
      op: "addFramework",
      framework: this.id,
      roles: this.#roles,
      capabilities,
      suppressedRoles,
      active: true,
      ...(preferences === undefined ? {} : { preferences: preferencesOf(preferences, directory) }),
    });
    this.#reportDemand();
    this.#foreseeNeedlessRevive();
  }

  /** It is there from now on. @returns the roles in which it wants no offers yet */
  #enter(): readonly RoleId[] {
    this.#registered = true;
    this.#suppressed = this.#plan.suppresses && this.#queue.pendingTasks === 0;
    if (!this.#suppressed) this.#parts.ticker.wantsOffers();
    return this.#suppressed ? this.#roles : [];
  }

  #foreseeFailover(): void {
    const { failover } = this.#plan;
    if (failover === undefined) return;
    this.#parts.progress.ahead++;
    this.#parts.events.push(failover.at, EVENT.failover, this.id, 0);
  }

  /** Mesos takes a revive for what it says, whether there is work or not: the filters are gone (a revive storm, MESOS-9028). */
  #foreseeNeedlessRevive(): void {
    const every = this.#plan.character?.revivesEvery;
    if (every === undefined) return;
    this.#parts.timer.after(every, () => {
      if (this.#registered) this.#revive();
      this.#foreseeNeedlessRevive();
    });
  }

  /** It gives up. Its work is there all the same, and is never done. */
  #refused(): void {
    const { events, progress } = this.#parts;
    this.#source.submitDue(events.now, this.#queue);
    this.#source.submitService(events.now, this.#queue);
    this.#noLongerExpected();
    progress.givenUp(this.#plan);
  }

  #noLongerExpected(): void {
    if (this.#isExpected) this.#parts.progress.ahead--;
    this.#isExpected = false;
  }

  #takeUpWork(): void {
    if (!this.#registered) return;
    const before = this.#queue.pendingTasks;
    this.desk.useHeld();
    if (this.#queue.pendingTasks !== before) this.#scheduleSettle();
    if (this.#queue.pendingTasks === 0) return;
    this.#reportDemand();
    this.#reviveOrWait();
  }

  #reviveOrWait(): void {
    const { events } = this.#parts;
    const earliest = this.#revivedAt + this.#plan.reviveInterval;
    if (events.now >= earliest) {
      this.#revive();
    } else if (!this.#reviveScheduled) {
      this.#reviveScheduled = true;
      events.push(earliest, EVENT.reviveDue, this.id);
    }
  }

  /** Also when nothing is suppressed: the filters of earlier declines would hide agents from the new work. */
  #revive(): void {
    this.#revivedAt = this.#parts.events.now;
    if (this.#suppressed) this.#parts.ticker.wantsOffers();
    this.#suppressed = false;
    this.#parts.master.submit({ op: "reviveOffers", framework: this.id, roles: [] });
  }

  #shouldSuppress(): boolean {
    return this.#plan.suppresses && !this.#suppressed && this.#queue.pendingTasks === 0;
  }

  #suppress(): void {
    this.#suppressed = true;
    this.#parts.ticker.wantsNoOffers();
    this.#parts.master.submit({ op: "suppressOffers", framework: this.id, roles: [] });
  }

  #reportDemand(): void {
    const requests = this.#demand.changed();
    if (requests === undefined) return;
    this.#parts.master.submit({ op: "requestResources", framework: this.id, requests });
  }

  #scheduleArrival(): void {
    const at = this.#source.nextAt;
    if (at !== null) this.#parts.events.push(at, EVENT.arrival, this.id);
  }

  #scheduleSettle(): void {
    if (this.#settleScheduled) return;
    this.#settleScheduled = true;
    this.#parts.events.push(this.#parts.events.now, EVENT.settle, this.id);
  }
}
