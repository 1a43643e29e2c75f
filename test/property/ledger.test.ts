import fc from "fast-check";
import { describe, expect, test } from "vitest";
// By its own ending: a JavaScript edition stands beside it.
import * as preemptiveOversubscription from "../../allocators/preemptive-oversubscription.ts";
import type { AllocatorFactory } from "../../src/allocator/allocator.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import type { Ledger } from "../../src/allocator/ledger.js";
import { lentUnderName } from "../../src/allocator/lending.js";
import { CAPABILITIES } from "../../src/cluster/capability.js";
import type { FrameworkId } from "../../src/cluster/ids.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { amountOf } from "../../src/cluster/resources.js";
import { computeMetrics } from "../../src/metrics/compute-metrics.js";
import { LoansInUse } from "../../src/metrics/loans-in-use.js";
import { AllocatorTraffic } from "../../src/metrics/mesos/allocator-traffic.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import { ScriptGuest } from "../../src/sdk/script-guest.js";
import { anyOptions, anySeed, drawnNowhere } from "./any-options.js";
import { audit } from "./ledger-audit.js";
import { LegalHistory, legalDirectory, openSession } from "./legal-history.js";

const lending: AllocatorFactory = (context) => {
  return new WireAllocator(new ScriptGuest(preemptiveOversubscription), {
    ...context,
    parameters: { graceSeconds: 1 },
  });
};

const steps = fc.nat({ max: 250 });

describe("the host's ledger", () => {
  test("adds up after every step, batched or not, with pauses and recovery, and gives nothing twice", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyOptions, steps, fc.boolean(), async (seed, options, count, recovers) => {
        const session = await openSession(createHierarchical, legalDirectory(), options, seed);
        const history = new LegalHistory(seed, session, options);
        if (recovers) history.recover();
        history.steps(count, ({ decisions }) => {
          audit(history);
          const targets = decisions.offers.map(({ framework, role, agent }) => `${framework} ${role} ${agent}`);
          expect(new Set(targets).size).toBe(targets.length);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("adds up after every step while resources are lent and come back", async () => {
    let lent = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const session = await openSession(lending, legalDirectory(), OPTION_DEFAULTS, seed);
      const history = new LegalHistory(seed, session, OPTION_DEFAULTS);
      history.steps(200, ({ decisions }) => {
        audit(history);
        lent += decisions.offers.filter(({ lends }) => lends !== null).length;
      });
    }
    expect(lent).toBeGreaterThan(100);
  });

  test("has in use what the metrics take for lent and in use, after every step", async () => {
    let inUse = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const directory = legalDirectory();
      const session = await openSession(lending, directory, OPTION_DEFAULTS, seed);
      const history = new LegalHistory(seed, session, OPTION_DEFAULTS);
      const told = new Map<string, number>();
      const loans = new LoansInUse(directory.resourceKeys, directory.roles.size, (_, framework, role, key, amount) => {
        const whose = `${framework} ${role} ${key}`;
        const now = (told.get(whose) ?? 0) + amount;
        if (now === 0) told.delete(whose);
        else told.set(whose, now);
        inUse = Math.max(inUse, now);
      });
      history.steps(200, ({ t, operation, decisions }) => {
        loans.record(t, operation, decisions);
        expect(told).toEqual(lentInUse(session.ledger));
      });
    }
    expect(inUse).toBeGreaterThan(0);
  });
});

/** By framework, role and plain key: as much as possible of what is lent is on offer still. */
function lentInUse({ agents, directory }: Ledger): Map<string, number> {
  const { resourceKeys, roles } = directory;
  const sums = new Map<string, number>();
  for (const account of agents) {
    for (const [slot, { held, inUse, lent }] of account?.holdings ?? []) {
      for (const { id, plain, revocable } of resourceKeys.all) {
        if (!revocable) continue;
        const all = lent.reduce((sum, { resources }) => sum + lentUnderName(resources, plain, directory), 0);
        const used = Math.max(0, all - (amountOf(held, id) - amountOf(inUse, id)));
        const whose = `${Math.floor(slot / roles.size)} ${slot % roles.size} ${plain}`;
        if (used > 0) sums.set(whose, (sums.get(whose) ?? 0) + used);
      }
    }
  }
  return sums;
}

describe("the built-in's own books", () => {
  test("have the shares that the ledger has, once they are told everything", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, drawnNowhere, steps, async (seed, drawn, count) => {
        // A cached weight is not the weight that was set.
        const options = { ...drawn, weightUpdates: "immediate" as const };
        const directory = legalDirectory();
        const allocator = await createHierarchical({
          directory,
          options: { ...options, minAllocatable: [] },
          parameters: {},
          seed,
        });
        const session = await openSession(() => allocator, directory, options, seed);
        const history = new LegalHistory(seed, session, options);
        history.steps(count);
        history.submit({ op: "resume" });
        history.submit({ op: "allocate", wake: false });

        const weights = new Map<string, number>();
        for (const { operation } of history.log) {
          if (operation.op !== "updateWeights") continue;
          for (const { role, weight } of operation.weights) weights.set(directory.roles.name(role), weight);
        }
        const plan = {
          options,
          frameworks: [],
          roles: [...weights].map(([name, weight]) => ({ name, weight, quota: null })),
        };
        const traffic = new AllocatorTraffic({ record() {} }, { enter() {}, leave() {} });
        // Of a plan that is all that is read.
        const run = new RunHistory(directory, plan as unknown as ClusterPlan);
        const { metrics } = computeMetrics(run, { ledger: session.ledger, gauges: [], traffic });
        expect(shares(allocator.gauges().map(({ name, value }) => [name, value]))).toEqual(
          shares(Object.entries(metrics)),
        );
      }),
      { numRuns: 100 },
    );
  });

  test("lose nothing: what nobody holds is offered as soon as somebody wants it", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyOptions, steps, async (seed, drawn, count) => {
        const options = { ...drawn, minAllocatable: [] };
        const directory = legalDirectory();
        const session = await openSession(createHierarchical, directory, options, seed);
        const history = new LegalHistory(seed, session, options);
        history.steps(count);
        const none = directory.resourceKeys.parseQuantities("");
        for (const role of ["*", "eng", "ops", "web"]) {
          history.submit({ op: "updateQuota", role: directory.roles.id(role), guarantees: none, limits: none });
        }
        for (const agent of directory.agents.ids()) history.submit({ op: "activateAgent", agent });
        history.submit({ op: "updateWhitelist", agents: null });
        const framework = 0 as FrameworkId;
        history.submit({ op: "removeFramework", framework });
        const roles = [directory.roles.id("*")];
        history.submit({
          op: "addFramework",
          framework,
          roles,
          capabilities: CAPABILITIES,
          suppressedRoles: [],
          active: true,
        });
        history.submit({ op: "resume" });
        history.submit({ op: "allocate", wake: false });
        for (const agent of directory.agents.ids()) {
          const left = session.ledger.available(agent).keys.map((key) => directory.resourceKeys.get(key));
          expect(left.filter(({ reservation }) => reservation === null).map(({ text }) => text)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function shares(gauges: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(gauges.filter(([name]) => name.endsWith("/shares/dominant")));
}
