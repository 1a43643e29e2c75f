import fc from "fast-check";
import { expect, test } from "vitest";
import { Ledger } from "../../src/allocator/ledger.js";
import type { ClusterPlan } from "../../src/cluster/plan.js";
import { failed, ready } from "../../src/kinds/outcome.js";
import type { Timer } from "../../src/kinds/timer.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { arbitraryPlan } from "../simulator/arbitrary-plan.js";
import { Auditor } from "../simulator/auditor.js";
import { erratic } from "../simulator/erratic-allocator.js";
import { doubles } from "../simulator/launch-doubles.js";
import type { PlainMethod } from "../simulator/plain-participants.js";

/** How a method answers its calls, in turn and over again: so many seconds later, as a failure, or (null) never. */
type Answers = readonly ({ readonly after: number; readonly fails: boolean } | null)[];

interface Temper {
  readonly prepare: Answers;
  readonly update: Answers;
  readonly cleanup: Answers;
  readonly watch: Answers;
  readonly resources: readonly string[];
  /** Of the frameworks whose tasks Docker runs. */
  readonly docker: Answers;
}

const answers: fc.Arbitrary<Answers> = fc.array(
  fc.option(fc.record({ after: fc.constantFrom(0, 0, 1, 7), fails: fc.boolean() }), { freq: 8 }),
  { minLength: 1, maxLength: 5 },
);

const temper: fc.Arbitrary<Temper> = fc.record({
  prepare: answers,
  update: answers,
  cleanup: answers,
  watch: answers,
  resources: fc.array(fc.constantFrom("", "cpus:0.5", "cpus:1", "cpus:2;mem:1", "cpus{REV}:1", "cpus:40"), {
    maxLength: 4,
  }),
  docker: answers,
});

test("tasks in containers, whatever modules make of them, leave the accounts in order, and the same twice", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPlan, temper, async (anyPlan, moody) => {
      const frameworks = anyPlan.frameworks.map((framework, i) =>
        i === 1 ? { ...framework, containerizer: "docker" as const } : framework,
      );
      const plan = { ...anyPlan, frameworks };
      const first = await runChecked(plan, moody);
      expect(await runChecked(plan, moody)).toEqual(first);
    }),
    { numRuns: 30 },
  );
});

async function runChecked(plan: ClusterPlan, moody: Temper): Promise<readonly string[]> {
  const directory = directoryOf(plan);
  const auditor = new Auditor(new Ledger(directory), true);
  let asked = 0;
  const decorate = () => moody.resources[asked++ % (moody.resources.length + 3)] ?? null;
  const modules = doubles({
    hooks: {
      h: (timer) => ({
        masterLaunchTaskResourceDecorator: decorate,
        slavePreLaunchDockerTaskExecutorDecorator: answering(moody.docker, {}, timer),
      }),
    },
    isolators: { i: (timer) => isolator(moody, timer) },
  });
  const end = await simulate({
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
    modules,
  });
  auditor.closeBooks(end.endedAt);
  return auditor.lines;
}

function isolator({ prepare, update, cleanup, watch }: Temper, timer: Timer): Readonly<Record<string, PlainMethod>> {
  return {
    prepare: answering(prepare, null, timer),
    update: answering(update, null, timer),
    cleanup: answering(cleanup, null, timer),
    watch: answering(watch, { reason: "CONTAINER_LIMITATION" }, timer),
  };
}

function answering(script: Answers, value: unknown, timer: Timer): PlainMethod {
  let calls = 0;
  return (_, complete) => {
    const answer = script[calls++ % script.length] ?? null;
    if (answer === null) return;
    const outcome = answer.fails ? failed("moody") : ready(value);
    if (answer.after === 0) complete(outcome);
    else timer.after(answer.after * 1e6, () => complete(outcome));
  };
}
