import { describe, expect, test } from "vitest";
import { BUILT_IN_ISOLATORS } from "../../../src/kinds/isolator/built-in-isolators.js";
import type { Isolator, IsolatorMethod } from "../../../src/kinds/isolator/isolator.js";
import { ISOLATOR_METHODS } from "../../../src/kinds/isolator/isolator-methods.js";
import { isolatorOf } from "../../../src/kinds/isolator/isolator-of.js";
import { type ModuleBorder, moduleIsolator } from "../../../src/kinds/isolator/module-isolator.js";
import { type Complete, DISCARDED, failed, type Outcome, ready } from "../../../src/kinds/outcome.js";
import { AgentFixture, CONFIG } from "./agent-fixture.js";
import { SteppedUsage } from "./stepped-usage.js";
import { VirtualTimer } from "./virtual-timer.js";

const CALLS = (Object.keys(ISOLATOR_METHODS) as IsolatorMethod[]).filter((method) => !/^supports/.test(method));

function created(name: string, border: ModuleBorder): Isolator {
  const module = moduleIsolator(name, border);
  if (module.kind === "failed") throw new Error(module.message);
  return module.isolator;
}

/** A module that answers each of its methods with one outcome. */
function answering(answers: Readonly<Record<string, Outcome<unknown>>>): ModuleBorder {
  return {
    methods: Object.keys(answers),
    call: (method, _input, complete) => complete(answers[method] as Outcome<unknown>),
  };
}

/** A module around an isolator: everything crosses as JSON text. */
function wrapping(isolator: Isolator): ModuleBorder {
  return {
    methods: CALLS,
    call: (method, input, complete) => {
      const call = isolator[method as IsolatorMethod] as (input: unknown, complete: Complete<unknown>) => void;
      call(JSON.parse(JSON.stringify(input)), (outcome) => complete(JSON.parse(JSON.stringify(outcome))));
    },
  };
}

function answerOf(isolator: Isolator, method: IsolatorMethod): Outcome<unknown>[] {
  const outcomes: Outcome<unknown>[] = [];
  const call = isolator[method] as (input: unknown, complete: Complete<unknown>) => void;
  call({ container: "c1" }, (outcome) => outcomes.push(outcome));
  return outcomes;
}

describe("an isolator module", () => {
  test("has the kind's defaults for every method that it lacks: a watch that never ends, else nothing to say", () => {
    const bare = created("org_example_Bare", { methods: [], call: () => expect.unreachable() });
    expect(bare.name).toBe("org_example_Bare");
    expect([bare.supportsNesting, bare.supportsStandalone]).toEqual([false, false]);
    expect(Object.fromEntries(CALLS.map((method) => [method, answerOf(bare, method)]))).toEqual({
      recover: [ready(null)],
      prepare: [ready(null)],
      isolate: [ready(null)],
      watch: [],
      update: [ready(null)],
      usage: [ready({})],
      status: [ready({})],
      cleanup: [ready(null)],
    });
  });

  test("is asked once, when it is created, what it supports", () => {
    let asked = 0;
    const isolator = created("org_example_A", {
      methods: ["supportsNesting"],
      call: (_method, input, complete) => {
        asked++;
        expect(input).toBeNull();
        complete(ready(true));
      },
    });
    expect([isolator.supportsNesting, isolator.supportsNesting, isolator.supportsStandalone, asked]).toEqual([
      true,
      true,
      false,
      1,
    ]);
  });

  test.each([
    ["does not answer at once", () => {}, "there is no answer"],
    ["fails", (complete: Complete<unknown>) => complete(failed("no idea")), "no idea"],
    ["discards", (complete: Complete<unknown>) => complete(DISCARDED), "discarded"],
    [
      "answers with something else",
      (complete: Complete<unknown>) => complete(ready("yes")),
      "the answer has the wrong form: it must be boolean",
    ],
  ])("cannot be created when it %s", (_what, answer, why) => {
    const border: ModuleBorder = { methods: ["supportsStandalone"], call: (_m, _i, complete) => answer(complete) };
    expect(moduleIsolator("org_example_A", border)).toEqual({
      kind: "failed",
      message: `supportsStandalone has to be answered at once: ${why}`,
    });
  });

  test.each([
    ["prepare", [1], "it must be object"],
    ["prepare", { rootfs: 1, preExecCommands: "x" }, "it/preExecCommands must be array, it/rootfs must be string"],
    ["prepare", { mounts: [{ source: "/a" }] }, "it/mounts/0 must have required property 'target'"],
    ["watch", null, "it must be object"],
    ["watch", { resources: 3 }, "it/resources must be string"],
    ["usage", { cpus: "1" }, "it/cpus must be number"],
    ["status", "fine", "it must be object"],
  ] as const)("that answers %s with %j has failed", (method, value, why) => {
    const isolator = created("org_example_A", answering({ [method]: ready(value) }));
    expect(answerOf(isolator, method)).toEqual([failed(`the answer has the wrong form: ${why}`)]);
  });

  test("may write null for what it does not set, and nothing at all for nothing", () => {
    const isolator = created("org_example_A", {
      ...answering({
        prepare: ready({ rootfs: null, user: null, environment: { A: "1" } }),
        isolate: ready(undefined),
      }),
    });
    expect(answerOf(isolator, "prepare")).toEqual([ready({ environment: { A: "1" } })]);
    expect(answerOf(isolator, "isolate")).toEqual([ready(null)]);
  });

  test("reports failures and discards as they are", () => {
    const isolator = created("org_example_A", answering({ usage: failed("gone"), watch: DISCARDED }));
    expect(answerOf(isolator, "usage")).toEqual([failed("gone")]);
    expect(answerOf(isolator, "watch")).toEqual([DISCARDED]);
  });
});

describe("I13: TestCpuIsolator and TestMemIsolator", () => {
  /** The lines of a run with that isolator, and what it measured. */
  function runWith(isolatorFrom: (builtIn: Isolator) => Isolator, name: string): unknown[] {
    const timer = new VirtualTimer();
    const source = new SteppedUsage(timer);
    const parts = { source, timer, enforceContainerDiskQuota: true };
    const builtIn = BUILT_IN_ISOLATORS.get(name)?.(parts) as Isolator;
    const agent = new AgentFixture(() => [isolatorFrom(builtIn)], {
      timer,
      onLaunched: (container) => source.run(container, [{ at: 0, cpus: 2, memMiB: 4000, diskMiB: 9 }]),
    });
    const seen: unknown[] = [];
    agent.containerizer.launch("c1", CONFIG);
    agent.containerizer.usage("c1", (outcome) => seen.push(outcome));
    agent.containerizer.update("c1", "mem:1", {}, (outcome) => seen.push(outcome));
    timer.runUntil(1_000_000);
    agent.containerizer.exited("c1", 0);
    return [...seen, ...agent.log, agent.terminations];
  }

  test.each(["posix/cpu", "posix/mem", "cgroups/mem", "disk/du"])(
    "a module that wraps %s cannot be told from it",
    (name) => {
      const own = runWith((builtIn) => builtIn, name);
      expect(runWith((builtIn) => created("org_example_Wrapper", wrapping(builtIn)), name)).toEqual(own);
      expect(own.length).toBeGreaterThanOrEqual(5);
    },
  );
});

describe("a built-in isolator", () => {
  test("with no method of its own has the kind's defaults, too", () => {
    expect(answerOf(isolatorOf("filesystem/posix", {}), "usage")).toEqual([ready({})]);
  });
});
