import fc from "fast-check";
import { expect, test } from "vitest";
import { Ledger } from "../../src/allocator/ledger.js";
import type { OperationSink } from "../../src/allocator/operation-sink.js";
import type { Micros } from "../../src/base/time.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { ResourceKeyId, RoleId } from "../../src/cluster/ids.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { arbitraryPlan } from "../simulator/arbitrary-plan.js";
import { erratic } from "../simulator/erratic-allocator.js";

const ALL = { kind: "all", id: 0, name: "" } as const;

/** Adds up, before each operation, what the ledger says is held and not in use: slowly, and without any shortcut. */
class LedgerWatch implements OperationSink {
  readonly ledger: Ledger;
  /** Thousandths times microseconds by plain key. */
  readonly overTime = new Map<ResourceKeyId, number>();
  readonly #directory: Directory;
  #now: Micros = 0;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.ledger = new Ledger(directory);
  }

  record: OperationSink["record"] = (t, operation, { offers }) => {
    this.until(t);
    this.ledger.apply(operation);
    for (const offer of offers) this.ledger.applyOffer(offer);
  };

  until(t: Micros): void {
    const elapsed = t - this.#now;
    this.#now = t;
    if (elapsed === 0) return;
    for (const account of this.ledger.agents) {
      for (const { held, inUse } of account?.holdings.values() ?? []) {
        for (const [i, key] of held.keys.entries()) this.#add(key, (held.amounts[i] as number) * elapsed);
        for (const [i, key] of inUse.keys.entries()) this.#add(key, -(inUse.amounts[i] as number) * elapsed);
      }
    }
  }

  #add(key: ResourceKeyId, amount: number): void {
    const { plain } = this.#directory.resourceKeys.get(key);
    this.overTime.set(plain, (this.overTime.get(plain) ?? 0) + amount);
  }
}

async function watched(plan: ClusterPlan) {
  const directory = directoryOf(plan);
  const history = new RunHistory(directory, plan);
  const watch = new LedgerWatch(directory);
  const { endedAt } = await simulate({
    plan,
    directory,
    seed: 11,
    createAllocator: erratic,
    parameters: {},
    observer: history,
    journal: {
      record(t, operation, decisions) {
        history.record(t, operation, decisions);
        watch.record(t, operation, decisions);
      },
    },
    monitor: { enter() {}, leave() {} },
    modules: null,
  });
  watch.until(endedAt);
  return { directory, history, watch };
}

test("what is on offer over time is what the ledger has as held and not in use", async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, async (plan) => {
      const { directory, history, watch } = await watched(plan);
      for (const { id, plain } of directory.resourceKeys.all) {
        if (id !== plain) continue;
        expect(history.onOffer.of(ALL, id)).toBeCloseTo(watch.overTime.get(id) ?? 0, 3);
        seen += watch.overTime.get(id) ?? 0;
      }
    }),
    { numRuns: 60 },
  );
  // Gangs hold offers: the sums are of something.
  expect(seen).toBeGreaterThan(0);
});

test("claims to the cluster end as the tasks do: each runs, waits, or is done", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, async (plan) => {
      const { directory, history } = await watched(plan);
      const { claims } = history.fairness;
      const waiting = new Int32Array(claims.roles.length);
      for (const task of history.tasks.submittedTasks()) {
        const home = claims.homeOf(history.tasks.framework.get(task) as Parameters<typeof claims.homeOf>[0]);
        if (!history.tasks.isRunning(task) && !history.tasks.isFinished(task)) waiting[home]!++;
      }
      for (const [place, role] of claims.roles.entries()) {
        expect(claims.waitingTasks(place), directory.roles.name(role as RoleId)).toBe(waiting[place]);
        expect(claims.dominantShare(place)).toBeGreaterThanOrEqual(0);
        expect(claims.fairShare(place)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 60 },
  );
});
