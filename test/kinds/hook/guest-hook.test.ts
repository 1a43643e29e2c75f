import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadInput } from "../../../src/base/bad-input.js";
import { type GuestHook, hookOf } from "../../../src/kinds/hook/guest-hook.js";
import { hookMethodComplaints } from "../../../src/kinds/hook/hook-method-complaints.js";
import { HOOK_METHOD_NAMES, type HookMethodName, isAsynchronous } from "../../../src/kinds/hook/hook-methods.js";
import { IllegalHookResult } from "../../../src/kinds/hook/illegal-hook-result.js";
import { type Complete, DISCARDED, failed, ready } from "../../../src/kinds/outcome.js";
import { INPUTS, labels } from "./launch-fixtures.js";

/** A guest that answers any method with the same. */
function answering(answer: unknown, methods: readonly string[] = HOOK_METHOD_NAMES): GuestHook {
  return { name: "guest", methods, call: (_method, _input, complete) => complete(ready(answer)) };
}

/** What the port has of a guest's answer to a method. */
function result(method: HookMethodName, answer: unknown): unknown {
  const hook = hookOf(answering(answer));
  if (!isAsynchronous(method)) return (hook[method] as (input: unknown) => unknown)(INPUTS[method]);
  let outcome: unknown;
  const take: Complete<unknown> = (end) => {
    outcome = end;
  };
  hook[method]?.(INPUTS[method], take);
  return outcome;
}

function someOf(value: unknown): unknown {
  return { kind: "some", value };
}

describe("a hook in another language", () => {
  it("has the methods that it names and no others", () => {
    const hook = hookOf(answering(null, ["masterSlaveLostHook", "slaveResourcesDecorator"]));
    expect(Object.keys(hook)).toEqual(["masterSlaveLostHook", "slaveResourcesDecorator"]);
  });

  it("is told method and input as they are", () => {
    const calls: unknown[] = [];
    const guest: GuestHook = {
      ...answering(null),
      call: (method, input, complete) => {
        calls.push([method, input]);
        complete(ready(null));
      },
    };
    hookOf(guest).slavePostFetchHook?.(INPUTS.slavePostFetchHook);
    expect(calls).toEqual([["slavePostFetchHook", INPUTS.slavePostFetchHook]]);
  });

  it("has no opinion when it answers nothing", () => {
    for (const answer of [undefined, null]) {
      expect(result("slaveResourcesDecorator", answer)).toEqual({ kind: "none" });
    }
    expect(result("slavePreLaunchDockerTaskExecutorDecorator", undefined)).toEqual({ kind: "ready", value: null });
  });

  it("may leave out what it does not set, and write an empty list as an empty table", () => {
    expect(result("masterLaunchTaskLabelDecorator", [{ key: "a" }])).toEqual(someOf([{ key: "a", value: null }]));
    expect(result("masterLaunchTaskLabelDecorator", {})).toEqual(someOf([]));
    expect(result("slaveExecutorEnvironmentDecorator", [])).toEqual(someOf({}));
    expect(result("slaveTaskStatusDecorator", { labels: labels("a=1"), state: "TASK_LOST" })).toEqual(
      someOf({ labels: labels("a=1"), containerStatus: null }),
    );
    expect(result("slaveTaskStatusDecorator", { containerStatus: { networkInfos: [{}] } })).toEqual(
      someOf({ labels: null, containerStatus: { networkInfos: [{ ipAddresses: [], groups: [], labels: [] }] } }),
    );
  });

  it.each([
    "",
    "cpus:4;mem:1024",
    "cpus(prod):1;cpus{REV}:0.5",
    "ports:[31000-32000, 8080-8081];disk:[]",
    "foo:{bar,baz};cpus:4",
  ])("may answer with any resource text: %j", (text) => {
    expect(result("slaveResourcesDecorator", text)).toEqual(someOf(text));
  });

  it.each<[HookMethodName, unknown, string]>([
    ["slaveResourcesDecorator", 4, "value must be a text"],
    ["slaveResourcesDecorator", someOf("cpus:4"), "value must be a text"],
    ["slaveResourcesDecorator", "cpus", 'value: "cpus": a resource is written name:value, several joined by ;'],
    ["slaveResourcesDecorator", "cpus:1;cpus:2", 'value: "cpus:2": the resource cpus is given twice'],
    ["slaveResourcesDecorator", "ports:[1,2]", 'value: "[1,2]"'],
    ["slaveResourcesDecorator", "cpus:-1", 'value: "-1": a resource may not be negative'],
    ["slaveAttributesDecorator", "rack:r1;zone", 'value: "zone": an attribute is written name:value'],
    ["slaveAttributesDecorator", ":r1", 'value: ":r1": an attribute'],
    ["masterLaunchTaskLabelDecorator", "a=1", "value must be a list"],
    ["masterLaunchTaskLabelDecorator", [{ value: "1" }], "value[0].key must be a text"],
    ["masterLaunchTaskLabelDecorator", [{ key: "a", value: 1 }], "value[0].value must be a text"],
    ["slaveExecutorEnvironmentDecorator", { FOO: 1 }, "value.FOO must be a text"],
    ["slaveTaskStatusDecorator", { containerStatus: [1] }, "value.containerStatus must be a record"],
    ["slavePreLaunchDockerTaskExecutorDecorator", { taskEnvironment: "A=1" }, "value.taskEnvironment must be a record"],
    ["masterSlaveLostHook", "thanks", "value must be absent: this hook only listens"],
  ])("breaks when its answer is none: %s %j", (method, answer, defect) => {
    expect(() => result(method, answer)).toThrow(IllegalHookResult);
    expect(() => result(method, answer)).toThrow(`hook module guest: illegal result of ${method}: ${defect}`);
  });

  it("gives either what its method may say or an illegal result, whatever it answers", () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOOK_METHOD_NAMES), fc.jsonValue(), (method, answer) => {
        try {
          expect(result(method, answer)).toHaveProperty("kind");
        } catch (error) {
          if (!(error instanceof IllegalHookResult)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("keeps variables of any name", () => {
    const environment = JSON.parse('{"__proto__":"1","constructor":"2"}');
    const read = result("slaveExecutorEnvironmentDecorator", environment) as { value: object };
    expect(JSON.stringify(read.value)).toBe('{"__proto__":"1","constructor":"2"}');
  });

  it("passes failures of an asynchronous method through", () => {
    const guest: GuestHook = { ...answering(null), call: (_method, _input, complete) => complete(failed("no")) };
    const ends: unknown[] = [];
    hookOf(guest).slavePreLaunchDockerTaskExecutorDecorator?.(INPUTS.slavePreLaunchDockerTaskExecutorDecorator, (end) =>
      ends.push(end),
    );
    expect(ends).toEqual([failed("no")]);
  });

  it("reports an error where it fails to answer", () => {
    const hook = hookOf({ ...answering(null), call: (_method, _input, complete) => complete(failed("no")) });
    expect(hook.masterSlaveLostHook?.(INPUTS.masterSlaveLostHook)).toEqual({ kind: "error", message: "no" });
  });

  it("breaks when it does not answer a synchronous method before the call returns", () => {
    const late = hookOf({ ...answering(null), call: () => {} });
    expect(() => late.masterSlaveLostHook?.(INPUTS.masterSlaveLostHook)).toThrow(
      "illegal result of masterSlaveLostHook: it must come before the call returns",
    );
    const discarding = hookOf({ ...answering(null), call: (_method, _input, complete) => complete(DISCARDED) });
    expect(() => discarding.masterSlaveLostHook?.(INPUTS.masterSlaveLostHook)).toThrow(IllegalHookResult);
  });

  it("is held to its first answer", () => {
    const guest: GuestHook = {
      ...answering(null),
      call: (_method, _input, complete) => {
        complete(ready("cpus:1"));
        complete(failed("changed its mind"));
      },
    };
    expect(hookOf(guest).slaveResourcesDecorator?.(INPUTS.slaveResourcesDecorator)).toEqual(someOf("cpus:1"));
  });

  it("lets through what the guest throws", () => {
    const guest: GuestHook = {
      ...answering(null),
      call: () => {
        throw new RangeError("out of memory");
      },
    };
    expect(() => hookOf(guest).masterSlaveLostHook?.(INPUTS.masterSlaveLostHook)).toThrow(RangeError);
  });
});

describe("a hook method that there is not", () => {
  it("is an error that names the real one: masterLaunchTaskHook never existed (D15)", () => {
    expect(hookMethodComplaints(["masterLaunchTaskHook"], "hooks.lua")).toEqual([
      {
        place: "hooks.lua",
        value: "masterLaunchTaskHook",
        rule: "there is no such hook",
        nextStep: "use masterLaunchTaskLabelDecorator, if that is meant",
      },
    ]);
  });

  it("is refused with all the others of its module (D15)", () => {
    const guest = answering(null, ["slaveTaskStatusDecorater", "masterSlaveLostHook", "slavePreLaunchDockerHook", "x"]);
    let thrown: unknown;
    try {
      hookOf(guest);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(BadInput);
    expect((thrown as BadInput).complaints).toMatchObject(
      [
        { place: "hook module guest", value: "slaveTaskStatusDecorater", nextStep: /slaveTaskStatusDecorator,/ },
        { value: "slavePreLaunchDockerHook", nextStep: /slavePreLaunchDockerTaskExecutorDecorator/ },
        { value: "x", nextStep: /use one of/ },
      ].map((complaint) => ({ ...complaint, nextStep: expect.stringMatching(complaint.nextStep) })),
    );
  });

  it("is not mistaken for a property of every object (D15)", () => {
    expect(hookMethodComplaints(["toString", "constructor"], "x")).toHaveLength(2);
  });
});
