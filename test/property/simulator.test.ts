import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { Ledger } from "../../src/allocator/ledger.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { arbitraryPlan } from "../simulator/arbitrary-plan.js";
import { Auditor } from "../simulator/auditor.js";
import { erratic } from "../simulator/erratic-allocator.js";

const SEED = 11;

describe.each([
  ["an allocator that offers, lends, revokes and asks back at random", erratic, 60],
  ["the built-in allocator", createHierarchical, 40],
] as const)("whatever the plan, under %s", (_, createAllocator, numRuns) => {
  test("the accounts add up, every task is accounted for, and the run is the same twice", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlan, async (plan) => {
        const first = await runChecked(plan, createAllocator);
        const second = await runChecked(plan, createAllocator);
        expect(second).toEqual(first);
      }),
      { numRuns },
    );
  });

  test("the accounts add up, too, when equals stand in another order than that of their names", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPlan, fc.nat(2 ** 32 - 1), async (plan, tieSeed) => {
        const first = await runChecked(plan, createAllocator, tieSeed);
        expect(await runChecked(plan, createAllocator, tieSeed)).toEqual(first);
      }),
      { numRuns: numRuns / 4 },
    );
  });
});

/** Runs a plan with an auditor at its side. @returns the journal's lines */
async function runChecked(
  plan: ClusterPlan,
  createAllocator: AllocatorFactory,
  tieSeed: number | null = null,
): Promise<readonly string[]> {
  const directory = directoryOf(plan, tieSeed);
  const auditor = new Auditor(new Ledger(directory));
  const end = await simulate({
    plan,
    directory,
    seed: SEED,
    createAllocator,
    parameters: {},
    observer: auditor.observer,
    journal: {
      record(t, operation, decisions) {
        auditor.book(t, operation);
        for (const offer of decisions.offers) auditor.ledger.applyOffer(offer);
        auditor.lines.push(JSON.stringify([t, operation, decisions]));
      },
    },
    monitor: { enter() {}, leave() {} },
  });
  auditor.closeBooks(end.endedAt);
  if (plan.duration !== null) expect(end.endedAt).toBe(plan.duration);
  return auditor.lines;
}
