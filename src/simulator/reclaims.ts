import type { InverseOffer, Revocation } from "../allocator/decisions.js";
import type { Micros } from "../base/time.js";
import type { ClusterObserver } from "../cluster/cluster-observer.js";
import type { AgentId, FrameworkId, RoleId } from "../cluster/ids.js";
import type { DenialReason } from "../cluster/preemption-plan.js";
import { amountOf, intersect, isEmpty, type Resources, subtract } from "../cluster/resources.js";
import type { Placement } from "../cluster/task.js";
import { EVENT, type EventQueue } from "./event-queue.js";
import type { FrameworkActor } from "./framework-actor.js";
import type { Master } from "./master.js";
import type { OpenOffer } from "./offer-bins.js";
import type { PreemptionGuard } from "./preemption-guard.js";
import type { RunningTasks } from "./running-tasks.js";
import type { SimulatedTask } from "./simulated-task.js";
import type { SimulationParts } from "./simulation-parts.js";
import type { ResourceNames } from "./task-shape.js";

/** What a framework is to give back on an agent by a deadline. */
interface Claim {
  readonly kind: "revocation" | "inverseOffer";
  readonly framework: FrameworkId;
  /** Null: whatever the role. */
  readonly role: RoleId | null;
  readonly agent: AgentId;
  readonly deadline: Micros;
  /** An inverse offer that names no resources asks for all. */
  readonly everything: boolean;
  /** The one victim of a revocation that names it, and the run that is meant. */
  readonly victim: { readonly task: SimulatedTask; readonly run: number } | null;
  /** Its framework has been told, and something is to be done at the deadline. */
  binds: boolean;
  /** Still to come back. What ends by itself before the deadline counts. */
  remaining: Resources;
}

const TOLD = 0;
const DUE = 1;

/**
 * Revocations and accepted inverse offers. Frameworks let their tasks run on in the hope that they finish in time. At the
 * deadline tasks are ended, the youngest first (ties by name, in byte order), until what was named is free: by the master
 * for a revocation (revocable tasks only, and only those that the guard lets go), by the framework itself for an inverse
 * offer. The allocator is told of what the guard keeps it from.
 */
export class Reclaims {
  readonly #events: EventQueue;
  readonly #master: Master;
  readonly #observer: ClusterObserver;
  readonly #guard: PreemptionGuard;
  readonly #running: RunningTasks;
  readonly #names: ResourceNames;
  readonly #frameworks: readonly FrameworkActor[];
  /** By number; undefined when it is over. */
  readonly #claims: (Claim | undefined)[] = [];
  /** By agent, the earliest deadline first. */
  readonly #open: (Claim[] | undefined)[] = [];

  /** @param frameworks by id */
  constructor(
    { events, master, observer, running }: SimulationParts,
    guard: PreemptionGuard,
    names: ResourceNames,
    frameworks: readonly FrameworkActor[],
  ) {
    this.#events = events;
    this.#master = master;
    this.#observer = observer;
    this.#guard = guard;
    this.#running = running;
    this.#names = names;
    this.#frameworks = frameworks;
  }

  revoked({ framework, role, agent, resources, deadline, task: id }: Revocation): void {
    const task = id === null ? undefined : this.#running.find(id);
    const victim = task === undefined ? null : { task, run: task.run };
    this.#add({
      kind: "revocation",
      framework,
      role,
      agent,
      deadline,
      everything: false,
      victim,
      binds: false,
      remaining: resources,
    });
  }

  inverseOfferMade({ framework, agent, resources, deadline }: InverseOffer): void {
    this.#add({
      kind: "inverseOffer",
      framework,
      role: null,
      agent,
      deadline,
      everything: isEmpty(resources),
      victim: null,
      binds: false,
      remaining: resources,
    });
  }

  /** A claim reaches its framework, or its deadline. */
  happen(number: number, phase: number): void {
    const claim = this.#claims[number];
    if (claim === undefined) return;
    if (phase === DUE) {
      this.#enforce(claim);
      this.#close(number);
    } else if (this.#tell(claim)) {
      claim.binds = true;
      this.#events.push(Math.max(claim.deadline, this.#events.now), EVENT.claim, number, DUE);
    } else {
      this.#close(number);
    }
  }

  /** A task's resources are free: counts them towards the claims that are still to be met. */
  released(task: SimulatedTask): void {
    const placement = task.placement as Placement;
    const claims = this.#open[placement.agent];
    if (claims === undefined) return;
    const isVictim = ({ victim }: Claim) => victim?.task === task && victim.run === task.run;
    if (claims.some(isVictim)) return;
    let freed = placement.resources;
    for (const claim of claims) {
      if (!concerns(claim, task)) continue;
      const part = intersect(claim.remaining, freed);
      claim.remaining = subtract(claim.remaining, part);
      freed = subtract(freed, part);
    }
  }

  /** The agent is about to go: what is due on it by now comes first. */
  enforceDue(agent: AgentId): void {
    const { now } = this.#events;
    this.#claims.forEach((claim, number) => {
      if (claim?.agent === agent && claim.binds && claim.deadline <= now) this.happen(number, DUE);
    });
  }

  agentLost(agent: AgentId): void {
    this.#claims.forEach((claim, number) => {
      if (claim?.agent === agent) this.#claims[number] = undefined;
    });
    this.#open[agent] = undefined;
  }

  #add(claim: Claim): void {
    const number = this.#claims.push(claim) - 1;
    const open = this.#open[claim.agent] ?? [];
    this.#open[claim.agent] = [...open, claim].sort((a, b) => a.deadline - b.deadline);
    this.#events.push(this.#events.now, EVENT.claim, number, TOLD);
  }

  #close(number: number): void {
    const claim = this.#claims[number] as Claim;
    this.#claims[number] = undefined;
    const left = this.#open[claim.agent]?.filter((other) => other !== claim);
    this.#open[claim.agent] = left?.length === 0 ? undefined : left;
  }

  /** @returns whether anything is to be done at the deadline */
  #tell(claim: Claim): boolean {
    if (claim.kind === "revocation") {
      this.#takeBackOffers(claim);
    } else {
      const given = this.#frameworkOf(claim).answerInverseOffer(claim.agent, claim.deadline);
      if (given === undefined) return false;
      countOffers(claim, given);
      if (this.#isPromised(claim)) return false;
    }
    return !isMet(claim);
  }

  /** Whether everything is to be handed back anyway: as long as a maintenance is ahead it is asked for again and again (M2). */
  #isPromised(claim: Claim): boolean {
    const { framework, deadline, everything } = claim;
    if (!everything) return false;
    const others = this.#open[claim.agent] ?? [];
    return others.some(
      (other) =>
        other !== claim &&
        other.kind === "inverseOffer" &&
        other.everything &&
        other.framework === framework &&
        other.deadline <= deadline,
    );
  }

  #enforce(claim: Claim): void {
    const { victim } = claim;
    if (victim !== null) {
      const isThere = victim.task.run === victim.run && victim.task.state === "running";
      const objection = isThere ? this.#end(victim.task, claim) : null;
      if (objection !== null) this.#deny(claim, objection);
      return;
    }
    let denied: DenialReason | null = null;
    for (const task of this.#running.youngestFirst(claim.agent, (task) => concerns(claim, task))) {
      if (isMet(claim)) return;
      // A gang goes as a whole: its members may be gone by now.
      if (task.state === "running" && contributes(task, claim)) denied = this.#end(task, claim) ?? denied;
    }
    if (denied !== null && !isMet(claim)) this.#deny(claim, denied);
  }

  /** Kills a task, and its gang with it. @returns why not, if it may not */
  #end(task: SimulatedTask, { kind }: Claim): DenialReason | null {
    if (kind === "revocation") {
      const { now } = this.#events;
      const together = task.unit.tasks.filter(({ state }) => state === "running");
      const objection = this.#guard.objection(together, now);
      if (objection !== null) return objection;
      this.#guard.spend(together, now);
    }
    this.#running.kill(task, kind === "revocation" ? "revoked" : "handedBack");
    return null;
  }

  #deny({ framework, role, agent, remaining: resources, victim }: Claim, reason: DenialReason): void {
    const place = { framework, role: role as RoleId, agent };
    this.#observer.revocationDenied(this.#events.now, place, reason);
    this.#master.submit({ op: "revocationDenied", ...place, resources, task: victim?.task.id ?? null, reason });
  }

  /** Offers that are not accepted yet go first and at once: nothing is lost with them. Later ones are not what was claimed. */
  #takeBackOffers(claim: Claim): void {
    if (claim.victim !== null) return;
    const taken = this.#frameworkOf(claim).desk.takeBack(
      (offer) =>
        offer.agent === claim.agent &&
        offer.role === claim.role &&
        offer.resources.keys.some((key) => this.#names.keys.get(key).revocable),
    );
    countOffers(claim, taken);
  }

  #frameworkOf(claim: Claim): FrameworkActor {
    return this.#frameworks[claim.framework] as FrameworkActor;
  }
}

function countOffers(claim: Claim, offers: readonly OpenOffer[]): void {
  for (const { rest } of offers) claim.remaining = subtract(claim.remaining, rest);
}

function isMet(claim: Claim): boolean {
  return !claim.everything && isEmpty(claim.remaining);
}

/** Whether what a task holds is of the kind that is claimed. */
function concerns({ kind, framework, role, victim }: Claim, task: SimulatedTask): boolean {
  if (victim !== null || task.framework !== framework) return false;
  const placement = task.placement as Placement;
  return (role === null || placement.role === role) && (kind === "inverseOffer" || placement.revocable);
}

function contributes(task: SimulatedTask, { everything, remaining }: Claim): boolean {
  const { resources } = task.placement as Placement;
  return everything || resources.keys.some((key) => amountOf(remaining, key) > 0);
}
