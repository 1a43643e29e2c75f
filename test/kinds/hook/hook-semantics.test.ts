import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decorateAgent } from "../../../src/kinds/hook/decorate-agent.js";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { type HookResult, hookError, NO_OPINION, some } from "../../../src/kinds/hook/hook-result.js";
import { HOOK_SEMANTICS, type HookSemantics } from "../../../src/kinds/hook/hook-semantics.js";
import type { Environment, Label } from "../../../src/kinds/launch-info.js";
import { type Installed, installed } from "./installed.js";
import { agent, executor, INPUTS, labels, status, task } from "./launch-fixtures.js";

type LabelsResult = HookResult<readonly Label[]>;

/** Hooks A, B, ... of which each answers one of these, and the labels that each was shown. */
function labelHooks(answers: readonly LabelsResult[], semantics?: HookSemantics) {
  const shown: (readonly Label[])[] = [];
  const hooks: Record<string, Hook> = {};
  for (const [i, answer] of answers.entries()) {
    hooks[String.fromCharCode("A".charCodeAt(0) + i)] = {
      masterLaunchTaskLabelDecorator: (input) => {
        shown.push(input.task.labels);
        return answer;
      },
    };
  }
  return { ...installed(hooks, semantics), shown };
}

function decorateLabels({ manager }: Installed, given: readonly Label[]) {
  return manager.masterLaunchTaskLabelDecorator({
    ...INPUTS.masterLaunchTaskLabelDecorator,
    task: task({ labels: given }),
  });
}

function environmentHooks(answers: readonly HookResult<Environment>[], semantics?: HookSemantics) {
  const shown: Environment[] = [];
  const hooks: Record<string, Hook> = {};
  for (const [i, answer] of answers.entries()) {
    hooks[`hook-${i}`] = {
      slaveExecutorEnvironmentDecorator: (input) => {
        shown.push(input.executor.environment);
        return answer;
      },
    };
  }
  return { ...installed(hooks, semantics), shown };
}

describe("what a decorator answers, from 0.23 on", () => {
  it("replaces the whole object; no opinion changes nothing (H5)", () => {
    const hooks = labelHooks([NO_OPINION, some(labels("b=2")), NO_OPINION]);
    expect(decorateLabels(hooks, labels("a=1"))).toEqual({ kind: "decorated", value: labels("b=2") });
    expect(hooks.shown).toEqual([labels("a=1"), labels("a=1"), labels("b=2")]);
  });

  it("may be an empty object, which takes all labels away (H5)", () => {
    expect(decorateLabels(labelHooks([some([])]), labels("a=1"))).toEqual({ kind: "decorated", value: [] });
  });

  it("is only logged when it is an error: nothing changes, the others are still asked (H5)", () => {
    const hooks = labelHooks([some(labels("b=2")), hookError("out of\nluck"), some(labels("c=3"))]);
    expect(decorateLabels(hooks, labels("a=1"))).toEqual({ kind: "decorated", value: labels("c=3") });
    expect(hooks.shown).toEqual([labels("a=1"), labels("b=2"), labels("b=2")]);
    expect(hooks.warnings).toEqual(["hook module B: masterLaunchTaskLabelDecorator reports: out of luck"]);
  });

  it("is how hooks behave unless another way is asked for (H5)", () => {
    const answers = [some(labels("b=2"))];
    expect(decorateLabels(labelHooks(answers), labels("a=1"))).toEqual(
      decorateLabels(labelHooks(answers, "0.23"), labels("a=1")),
    );
  });

  it("logs an error of a hook that only listens, and tells the next (H5)", () => {
    const told: string[] = [];
    const { manager, warnings } = installed({
      first: { slaveRemoveExecutorHook: () => hookError("disk full") },
      second: {
        slaveRemoveExecutorHook: ({ executor }) => {
          told.push(executor.id);
          return NO_OPINION;
        },
      },
    });
    manager.slaveRemoveExecutorHook(INPUTS.slaveRemoveExecutorHook);
    expect(warnings).toEqual(["hook module first: slaveRemoveExecutorHook reports: disk full"]);
    expect(told).toEqual(["e1"]);
  });

  it("counts in a status update only where it is set (H5)", () => {
    const networkInfo = { ipAddresses: ["10.0.0.1"], groups: [], labels: [] };
    const change = (value: object) => installed({ A: { slaveTaskStatusDecorator: () => some(value) } }).manager;
    const update = status({ labels: labels("a=1"), containerStatus: { networkInfos: [networkInfo] } });
    const decorate = (value: object) => change(value).slaveTaskStatusDecorator({ framework: "f1", status: update });
    expect(decorate({})).toEqual(update);
    expect(decorate({ labels: null, containerStatus: null })).toEqual(update);
    expect(decorate({ labels: [] })).toEqual({ ...update, labels: [] });
    expect(decorate({ containerStatus: { networkInfos: [] } })).toEqual({
      ...update,
      containerStatus: { networkInfos: [] },
    });
    expect(decorate({ state: "TASK_FAILED", reason: "x", message: "y", task: "z" })).toEqual(update);
  });
});

describe("what a decorator answers, under 0.22", () => {
  it("is appended, and an error reaches the caller, as documented (H6)", () => {
    const hooks = labelHooks([some(labels("b=2")), NO_OPINION, some(labels("a=3"))], "0.22-doc");
    expect(decorateLabels(hooks, labels("a=1"))).toEqual({ kind: "decorated", value: labels("a=1", "b=2", "a=3") });

    const failing = labelHooks([some(labels("b=2")), hookError("no"), some(labels("c=3"))], "0.22-doc");
    expect(decorateLabels(failing, labels("a=1"))).toEqual({
      kind: "refused",
      message: "hook module B: masterLaunchTaskLabelDecorator reports: no",
    });
    expect(failing.shown).toHaveLength(2);
    expect(failing.warnings).toEqual([]);
  });

  it("is appended to the original labels, which each hook is shown, as written (H6)", () => {
    const hooks = labelHooks([some(labels("b=2")), hookError("no"), some(labels("c=3"))], "0.22-code");
    expect(decorateLabels(hooks, labels("a=1"))).toEqual({ kind: "decorated", value: labels("a=1", "b=2", "c=3") });
    expect(hooks.shown).toEqual([labels("a=1"), labels("a=1"), labels("a=1")]);
    expect(hooks.warnings).toHaveLength(1);
  });

  it.each(["0.22-doc", "0.22-code"] as const)(
    "adds variables to an environment, which later hooks see: %s (H6)",
    (semantics) => {
      const hooks = environmentHooks([some({ B: "2" }), some({ A: "3", C: "3" })], semantics);
      const decorated = hooks.manager.slaveExecutorEnvironmentDecorator({
        executor: executor({ environment: { A: "1" } }),
      });
      expect(decorated).toEqual({ kind: "decorated", value: { A: "3", B: "2", C: "3" } });
      expect(hooks.shown).toEqual([{ A: "1" }, { A: "1", B: "2" }]);
    },
  );

  it("is no different for decorators that 0.22 did not have (H6)", () => {
    for (const semantics of HOOK_SEMANTICS) {
      const { manager, warnings } = installed(
        {
          A: { slaveRunTaskLabelDecorator: () => some(labels("b=2")) },
          B: { slaveRunTaskLabelDecorator: () => hookError("no") },
        },
        semantics,
      );
      const input = { ...INPUTS.slaveRunTaskLabelDecorator, task: task({ labels: labels("a=1") }) };
      expect(manager.slaveRunTaskLabelDecorator(input)).toEqual(labels("b=2"));
      expect(warnings).toHaveLength(1);
    }
  });
});

describe("the table of return values (D14)", () => {
  const caller = { none: labels("a=1"), replaced: labels("b=2"), appended: labels("a=1", "b=2") };

  it.each([
    { semantics: "0.22-doc", error: "reaches the caller", none: caller.none, some: caller.appended },
    { semantics: "0.22-code", error: "is logged", none: caller.none, some: caller.appended },
    { semantics: "0.23", error: "is logged", none: caller.none, some: caller.replaced },
  ] as const)("has a column for $semantics, where an error $error", ({ semantics, error, none, some: applied }) => {
    const answered = (answer: LabelsResult) => decorateLabels(labelHooks([answer], semantics), labels("a=1"));
    expect(answered(NO_OPINION)).toEqual({ kind: "decorated", value: none });
    expect(answered(some(labels("b=2")))).toEqual({ kind: "decorated", value: applied });

    const failing = labelHooks([hookError("no")], semantics);
    const decorated = decorateLabels(failing, labels("a=1"));
    expect(decorated.kind).toBe(error === "reaches the caller" ? "refused" : "decorated");
    expect(failing.warnings).toHaveLength(error === "is logged" ? 1 : 0);
  });
});

describe("a chain of hooks", () => {
  const anyLabels = fc.array(fc.record({ key: fc.string(), value: fc.option(fc.string()) }), { maxLength: 3 });
  const anyAnswer: fc.Arbitrary<LabelsResult> = fc.oneof(
    fc.constant(NO_OPINION),
    anyLabels.map((value) => some(value)),
    fc.string().map(hookError),
  );
  const anyAnswers = fc.array(anyAnswer, { maxLength: 5 });
  const said = (answers: readonly LabelsResult[]) =>
    answers.flatMap((answer) => (answer.kind === "some" ? [answer.value] : []));

  it("shows each hook what the one before it made, and the last writer wins (H7)", () => {
    fc.assert(
      fc.property(anyAnswers, anyLabels, (answers, given) => {
        const hooks = labelHooks(answers);
        const value = said(answers).at(-1) ?? given;
        expect(decorateLabels(hooks, given)).toEqual({ kind: "decorated", value });
        expect(hooks.shown).toEqual(answers.map((_, i) => said(answers.slice(0, i)).at(-1) ?? given));
        expect(hooks.warnings).toHaveLength(answers.filter(({ kind }) => kind === "error").length);
      }),
    );
  });

  it("appends in order whatever was said, under 0.22 as written (H6)", () => {
    fc.assert(
      fc.property(anyAnswers, anyLabels, (answers, given) => {
        const value = [...given, ...said(answers).flat()];
        expect(decorateLabels(labelHooks(answers, "0.22-code"), given)).toEqual({ kind: "decorated", value });
      }),
    );
  });

  it("depends on the order of the hooks (H7)", () => {
    const add = (key: string): Hook => ({
      slaveRunTaskLabelDecorator: ({ task }) => some([{ key, value: null }, ...task.labels]),
    });
    const keep: Hook = { slaveRunTaskLabelDecorator: ({ task }) => some(task.labels.slice(0, 1)) };
    const run = (hooks: Record<string, Hook>) =>
      installed(hooks).manager.slaveRunTaskLabelDecorator({
        ...INPUTS.slaveRunTaskLabelDecorator,
        task: task({ labels: labels("a=1") }),
      });
    expect(run({ add: add("x"), keep })).toEqual([{ key: "x", value: null }]);
    expect(run({ keep, add: add("x") })).toEqual([{ key: "x", value: null }, ...labels("a=1")]);
  });

  it("passes on resources, attributes and status as it does labels (H7)", () => {
    const add: Hook = {
      slaveResourcesDecorator: ({ agent }) => some(`${agent.resources};gpus:1`),
      slaveAttributesDecorator: ({ agent }) => some(`${agent.attributes};seen:${agent.resources.length}`),
      masterLaunchTaskResourceDecorator: ({ task }) => some(`${task.resources};x:1`),
      slaveTaskStatusDecorator: ({ status }) => some({ labels: [...status.labels, ...labels("x=1")] }),
    };
    const { manager } = installed({ A: add, B: add });
    expect(decorateAgent(manager, agent({ resources: "cpus:1", attributes: "rack:r1" }))).toMatchObject({
      resources: "cpus:1;gpus:1;gpus:1",
      attributes: "rack:r1;seen:20;seen:20",
    });
    const launch = { task: task({ resources: "cpus:1" }), agentResources: "cpus:2" };
    expect(manager.masterLaunchTaskResourceDecorator(launch)).toBe("cpus:1;x:1;x:1");
    const update = { framework: "f1", status: status() };
    expect(manager.slaveTaskStatusDecorator(update).labels).toEqual(labels("x=1", "x=1"));
  });
});

describe("without hooks", () => {
  it("nobody is asked, and what goes in comes out (H8)", () => {
    let asked = 0;
    const hook: Hook = {
      slaveTaskStatusDecorator: () => {
        asked++;
        return NO_OPINION;
      },
    };
    const { manager } = installed({ A: hook });
    expect(manager.available).toBe(true);
    manager.slaveTaskStatusDecorator(INPUTS.slaveTaskStatusDecorator);
    expect(asked).toBe(1);

    manager.unload("A");
    expect(manager.available).toBe(false);
    const { status } = INPUTS.slaveTaskStatusDecorator;
    expect(manager.slaveTaskStatusDecorator({ framework: "f1", status })).toBe(status);
    expect(decorateAgent(manager, agent())).toEqual(agent());
    expect(asked).toBe(1);
  });
});
