import { expect } from "vitest";
import type { Ledger } from "../../src/allocator/ledger.js";
import type { Operation } from "../../src/allocator/operations.js";
import type { Micros } from "../../src/base/time.js";
import type { ClusterObserver, SentOffer } from "../../src/cluster/cluster-observer.js";
import type { AgentId, FrameworkId, TaskId } from "../../src/cluster/ids.js";
import { add, equal, NO_RESOURCES, type Resources } from "../../src/cluster/resources.js";
import type { Task } from "../../src/cluster/task.js";

/** Keeps books of its own from what the run tells, and compares them with the ledger's. */
export class Auditor {
  readonly ledger: Ledger;
  readonly lines: string[] = [];
  readonly observer: ClusterObserver;
  readonly #tasks = new Map<TaskId, Task>();
  readonly #running = new Map<TaskId, Task>();
  readonly #runs = new Map<TaskId, { started: number; killed: number; finished: number }>();
  readonly #openOffers = new Set<SentOffer>();
  readonly #lingers: boolean;
  #now: Micros = 0;
  #over = false;

  /** @param lingers whether tasks may be there longer than they run */
  constructor(ledger: Ledger, lingers = false) {
    this.#lingers = lingers;
    this.ledger = ledger;
    this.observer = {
      agentTotal: (t) => this.#at(t),
      taskSubmitted: (t, task) => {
        this.#at(t);
        expect(this.#tasks.has(task.id)).toBe(false);
        this.#tasks.set(task.id, task);
        this.#runs.set(task.id, { started: 0, killed: 0, finished: 0 });
      },
      taskStarted: (t, task) => {
        this.#at(t);
        expect(this.#running.has(task.id)).toBe(false);
        expect(task).toMatchObject({ state: "running", startedAt: t });
        expect(task.firstStartedAt).toBeGreaterThanOrEqual(task.submittedAt);
        this.#countRun(task, "started");
        this.#running.set(task.id, task);
      },
      taskFinished: (t, task) => {
        this.#at(t);
        expect(t - task.startedAt).toBeGreaterThanOrEqual(task.duration as number);
        if (task.runningSince === task.startedAt && !this.#lingers) expect(t - task.startedAt).toBe(task.duration);
        this.#leave(task, "finished");
      },
      taskKilled: (t, task) => {
        this.#at(t);
        expect(task.placement).not.toBeNull();
        this.#leave(task, "killed");
      },
      statusUpdate: (t) => this.#at(t),
      hookError: (t) => this.#at(t),
      revocationDenied: (t) => this.#at(t),
      offerSent: (t, offer) => {
        this.#at(t);
        expect(this.#openOffers.has(offer)).toBe(false);
        this.#openOffers.add(offer);
      },
      offerAccepted: (t, offer) => this.#answer(t, offer),
      offerDeclined: (t, offer) => this.#answer(t, offer),
      offerRescinded: (t, offer) => this.#answer(t, offer),
      cycle: (t) => this.#at(t),
      sampled: ({ t }) => this.#at(t),
      finished: () => {
        this.#over = true;
      },
    };
  }

  book(t: Micros, operation: Operation): void {
    this.#at(t);
    this.ledger.apply(operation);
  }

  closeBooks(endedAt: Micros): void {
    expect(this.#over).toBe(true);
    expect(endedAt).toBeGreaterThanOrEqual(this.#now);
    expect(this.ledger.ignored).toBe(0);
    for (const [id, task] of this.#tasks) {
      const { started, killed, finished } = this.#runs.get(id) as { started: number; killed: number; finished: number };
      const runs = this.#running.has(id) ? 1 : 0;
      expect(started).toBe(killed + finished + runs);
      // Its container is not gone yet, or that of another task of its gang.
      const isEnding = this.#lingers && finished === 0 && task.state === "killed";
      if (!isEnding) expect(task.state).toBe(finished === 1 ? "finished" : runs === 1 ? "running" : "pending");
    }
    this.#compareUse();
    if (this.#heldOffers() === 0) expect(this.#openOffers.size).toBe(0);
  }

  #at(t: Micros): void {
    expect(this.#over).toBe(false);
    expect(t).toBeGreaterThanOrEqual(this.#now);
    this.#now = t;
  }

  #answer(t: Micros, offer: SentOffer): void {
    this.#at(t);
    expect(this.#openOffers.delete(offer)).toBe(true);
  }

  #countRun(task: Task, what: "started" | "killed" | "finished"): void {
    const runs = this.#runs.get(task.id);
    expect(runs).toBeDefined();
    if (runs !== undefined) runs[what]++;
  }

  #leave(task: Task, how: "killed" | "finished"): void {
    expect(this.#running.get(task.id)).toBe(task);
    this.#running.delete(task.id);
    this.#countRun(task, how);
  }

  /** What each agent's holdings have in use is what the running tasks hold there, no more and no less. */
  #compareUse(): void {
    this.ledger.agents.forEach((account, agent) => {
      let used: Resources = NO_RESOURCES;
      for (const task of this.#running.values()) {
        if (task.placement?.agent === agent) used = add(used, task.placement.resources);
      }
      let booked: Resources = NO_RESOURCES;
      for (const { inUse } of account?.holdings.values() ?? []) booked = add(booked, inUse);
      expect(equal(used, booked)).toBe(true);
    });
    for (const [id, { framework, agent }] of this.ledger.tasks) {
      const task = this.#running.get(id) as Task;
      expect([task.framework, task.placement?.agent]).toEqual([framework, agent] satisfies [FrameworkId, AgentId]);
    }
    expect(this.ledger.tasks.size).toBe(this.#running.size);
  }

  /** Holdings of which a part is offered and not answered. */
  #heldOffers(): number {
    let held = 0;
    for (const account of this.ledger.agents) {
      for (const holding of account?.holdings.values() ?? []) if (!equal(holding.held, holding.inUse)) held++;
    }
    return held;
  }
}
