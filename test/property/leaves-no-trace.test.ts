import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import type { Ledger } from "../../src/allocator/ledger.js";
import type { Operation, OperationName } from "../../src/allocator/operations.js";
import type { AllocatorSession } from "../../src/allocator/session.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import type { AllocatorOptionsPlan } from "../../src/cluster/plan.js";
import { anyOptions, anySeed, drawnNowhere } from "./any-options.js";
import { LegalHistory, legalDirectory, openSession, type Step } from "./legal-history.js";

const CONFIGURATION: readonly OperationName[] = ["updateWeights", "updateQuota", "updateWhitelist"];

const steps = fc.nat({ max: 200 });

/** Another allocator, told the same, decides the same. */
function expectSame(session: AllocatorSession, log: readonly Step[]): void {
  for (const [n, { t, operation, decisions }] of log.entries()) {
    const others = session.submit(t, operation);
    if (!isDeepStrictEqual(others, decisions))
      expect({ n, operation, others }).toEqual({ n, operation, others: decisions });
  }
}

describe("the built-in allocator", () => {
  test("keeps nothing when everything is removed: it tells of no role, and decides on as a new one does", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, drawnNowhere, steps, steps, async (seed, options, before, after) => {
        const directory = legalDirectory();
        const allocator = await createHierarchical(contextOf(directory, options));
        const history = new LegalHistory(seed, await openSession(() => allocator, directory, options, seed), options);
        history.steps(before);
        history.removeEverything();
        expect(allocator.gauges()).toEqual([]);

        const from = history.log.length;
        history.steps(after);
        const fresh = await openSession(createHierarchical, directory, options, seed);
        expectSame(fresh, history.log.slice(from));
      }),
      { numRuns: 200 },
    );
  });

  test("keeps nothing of frameworks when all are removed: it decides on as a new one does that is told of the agents", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, drawnNowhere, steps, steps, async (seed, options, before, after) => {
        const directory = legalDirectory();
        const session = await openSession(createHierarchical, directory, options, seed);
        const history = new LegalHistory(seed, session, options);
        history.steps(before);
        history.removeFrameworks();

        const fresh = await openSession(createHierarchical, directory, options, seed);
        for (const { operation } of history.log) {
          if (CONFIGURATION.includes(operation.op)) fresh.submit(history.t, operation);
        }
        for (const operation of agentsOf(session.ledger)) fresh.submit(history.t, operation);
        fresh.submit(history.t, { op: "allocate", wake: false });
        const from = history.log.length;
        history.steps(after);
        expectSame(fresh, history.log.slice(from));
      }),
      { numRuns: 200 },
    );
  });

  test("does not care in which order agents joined before there was any framework", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyOptions, steps, async (seed, options, after) => {
        const directory = legalDirectory();
        const history = new LegalHistory(
          seed,
          await openSession(createHierarchical, directory, options, seed),
          options,
        );
        const agents = history.drawAgents();
        history.join(agents);
        history.steps(after);

        const others = await openSession(createHierarchical, directory, options, seed);
        for (const operation of history.shuffled(agents)) others.submit(0, operation);
        expectSame(others, history.log.slice(agents.length));
      }),
      { numRuns: 200 },
    );
  });
});

/** The agents as they are now, with what is used there by frameworks that never registered. */
function agentsOf({ agents, directory }: Ledger): Operation[] {
  const roles = directory.roles.size;
  return agents.flatMap((account, id): Operation[] => {
    if (account === undefined) return [];
    const { total, profile, unavailability } = account;
    const agent = id as AgentId;
    const used = [...account.holdings].map(([slot, { held }]) => {
      return { framework: Math.floor(slot / roles) as FrameworkId, role: (slot % roles) as RoleId, resources: held };
    });
    const planned = unavailability === null ? {} : { unavailability };
    const joins: Operation = { op: "addAgent", agent, total, used, profile, ...planned };
    return account.active ? [joins] : [joins, { op: "deactivateAgent", agent }];
  });
}

function contextOf(directory: ReturnType<typeof legalDirectory>, options: AllocatorOptionsPlan) {
  const minAllocatable = options.minAllocatable.map((text) => directory.resourceKeys.parseQuantities(text));
  return { directory, options: { ...options, minAllocatable }, parameters: {}, seed: 0 };
}
