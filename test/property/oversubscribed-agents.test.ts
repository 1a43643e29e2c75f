import fc from "fast-check";
import { expect, test } from "vitest";
import { Ledger } from "../../src/allocator/ledger.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import type { ResourceUsage } from "../../src/kinds/oversubscription/resource-usage.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { arbitraryPlan } from "../simulator/arbitrary-plan.js";
import { Auditor } from "../simulator/auditor.js";
import { erratic } from "../simulator/erratic-allocator.js";
import { PlainParticipants } from "../simulator/plain-participants.js";

interface Whims {
  /** What the estimator answers, in turn and over again. */
  readonly estimates: readonly string[];
  /** Which executor the controller kills, in turn: the first, the second, ...; those beyond the last: none. */
  readonly victims: readonly number[];
  /** Whose secret is right, in turn: the agents', then the frameworks'; undefined has no credential. */
  readonly secrets: readonly (string | undefined)[];
}

const whims: fc.Arbitrary<Whims> = fc.record({
  estimates: fc.array(fc.constantFrom("", "cpus{REV}:1", "cpus{REV}:3", "mem{REV}:8", "odd{REV}:1"), {
    minLength: 1,
    maxLength: 4,
  }),
  victims: fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }),
  secrets: fc.array(fc.constantFrom("right", "right", "right", "wrong", undefined), { minLength: 1, maxLength: 5 }),
});

test("agents that lend, preempt and authenticate leave the accounts in order, and the same twice", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, whims, async (anyPlan, moods) => {
      const plan = withCredentials(anyPlan, moods);
      const first = await runChecked(plan, moods);
      expect(await runChecked(plan, moods)).toEqual(first);
    }),
    { numRuns: 40 },
  );
});

function withCredentials(plan: ClusterPlan, { secrets }: Whims): ClusterPlan {
  let turn = 0;
  const credential = () => {
    const secret = secrets[turn++ % secrets.length];
    return secret === undefined ? {} : { credential: { principal: "p", secret } };
  };
  return {
    ...plan,
    agents: plan.agents.map((agent) => ({ ...agent, ...credential() })),
    frameworks: plan.frameworks.map((framework) => ({ ...framework, ...credential() })),
    authentication: { credentials: [{ principal: "p", secret: "right" }], required: false },
    oversubscription: {
      estimateInterval: 2e6,
      correctionInterval: 3e6,
      estimatorParameters: [],
      controllerParameters: [],
    },
  };
}

async function runChecked(plan: ClusterPlan, moods: Whims): Promise<readonly string[]> {
  const directory = directoryOf(plan);
  const auditor = new Auditor(new Ledger(directory), true);
  const { ledger, tallies, endedAt } = await simulate({
    plan,
    directory,
    seed: 11,
    createAllocator: erratic,
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
    modules: participants(moods),
  });
  auditor.closeBooks(endedAt);
  const wrong = plan.frameworks.filter(({ credential }) => credential?.secret === "wrong").map(({ name }) => name);
  for (const name of wrong) expect(ledger.frameworks[directory.frameworks.id(name)]).toBeUndefined();
  return [...auditor.lines, JSON.stringify(tallies)];
}

function participants({ estimates, victims }: Whims): PlainParticipants {
  let asked = 0;
  let corrected = 0;
  return new PlainParticipants({
    selection: { resourceEstimator: "e", qosController: "q" },
    modules: {
      ResourceEstimator: { e: () => ({ oversubscribable: () => estimates[asked++ % estimates.length] }) },
      QoSController: {
        q: () => ({
          corrections: ({ usage }: { usage: ResourceUsage }) => {
            const victim = usage.executors[victims[corrected++ % victims.length] as number];
            if (victim === undefined) return [];
            const { id: executor, framework } = victim.executor;
            return [{ type: "KILL", kill: { framework, executor, container: victim.container } }];
          },
        }),
      },
    },
  });
}
