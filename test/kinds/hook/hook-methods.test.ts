import { describe, expect, it } from "vitest";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import type { HookManager } from "../../../src/kinds/hook/hook-manager.js";
import { HOOK_METHOD_NAMES, HOOK_METHODS, type HookMethodName } from "../../../src/kinds/hook/hook-methods.js";
import { NO_OPINION } from "../../../src/kinds/hook/hook-result.js";
import { ready } from "../../../src/kinds/outcome.js";
import { installed } from "./installed.js";
import { INPUTS, status, task } from "./launch-fixtures.js";
import { referenceHook } from "./reference-hook.js";

/** A hook that has every method of the table and no opinion in any. */
function listener(calls: [string, unknown][]): Hook {
  const methods = HOOK_METHOD_NAMES.map((method) => [
    method,
    (input: unknown, complete?: (end: unknown) => void) => {
      calls.push([method, input]);
      complete?.(ready(null));
      return NO_OPINION;
    },
  ]);
  return Object.fromEntries(methods) as Hook;
}

function ask(manager: HookManager, method: HookMethodName): unknown {
  let end: unknown;
  const call = manager[method] as (input: unknown, complete: (outcome: unknown) => void) => unknown;
  const answer = call.call(manager, INPUTS[method], (outcome) => {
    end = outcome;
  });
  return answer ?? end;
}

describe.each(HOOK_METHOD_NAMES)("the hook method %s", (method) => {
  it("is asked by the manager's method of the same name, with its whole input as plain data", () => {
    const calls: [string, unknown][] = [];
    ask(installed({ A: listener(calls) }).manager, method);
    expect(calls).toEqual([[method, INPUTS[method]]]);
    expect(JSON.parse(JSON.stringify(calls[0]?.[1]))).toEqual(INPUTS[method]);
  });

  it("changes nothing where a hook has no opinion or has no such method", () => {
    const untouched = ask(installed({}).manager, method);
    expect(ask(installed({ A: listener([]) }).manager, method)).toEqual(untouched);
    expect(ask(installed({ A: {} }).manager, method)).toEqual(untouched);
  });

  it("is in the reference hook, so that its values are tested", () => {
    expect(referenceHook()).toHaveProperty(method);
  });
});

describe("the table of hook methods", () => {
  it("has the master's and the agent's methods, with the release that brought each", () => {
    const since = (where: string) =>
      HOOK_METHOD_NAMES.filter((name) => HOOK_METHODS[name].where === where)
        .map((name) => `${name} ${HOOK_METHODS[name].since}`)
        .toSorted();
    expect(since("master")).toEqual([
      "masterLaunchTaskLabelDecorator 0.22.0",
      "masterLaunchTaskResourceDecorator 1.8.0",
      "masterSlaveLostHook 0.25.0",
    ]);
    expect(since("agent")).toEqual([
      "slaveAttributesDecorator 0.26.0",
      "slaveExecutorEnvironmentDecorator 0.22.0",
      "slavePostFetchHook 1.0.0",
      "slavePreLaunchDockerTaskExecutorDecorator 1.2.0",
      "slaveRemoveExecutorHook 0.22.0",
      "slaveResourcesDecorator 0.26.0",
      "slaveRunTaskLabelDecorator 0.23.0",
      "slaveTaskStatusDecorator 0.25.0",
    ]);
  });

  it("has one method that answers later", () => {
    const later = HOOK_METHOD_NAMES.filter((name) => HOOK_METHODS[name].asynchronous);
    expect(later).toEqual(["slavePreLaunchDockerTaskExecutorDecorator"]);
  });

  it("says of each whether it decorates, which its name says too", () => {
    for (const name of HOOK_METHOD_NAMES) {
      expect(HOOK_METHODS[name].result === "nothing", name).toBe(name.endsWith("Hook"));
    }
  });
});

describe("the inputs of hooks", () => {
  it("are not changed by decorating", () => {
    const given = { framework: "f1", status: status({ labels: [{ key: "foo", value: "bar" }] }) };
    const launch = { ...INPUTS.slaveRunTaskLabelDecorator, task: task({ labels: given.status.labels }) };
    const before = JSON.stringify([given, launch]);
    const { manager } = installed({ A: referenceHook(), B: referenceHook() });
    manager.slaveTaskStatusDecorator(given);
    manager.slaveRunTaskLabelDecorator(launch);
    expect(JSON.stringify([given, launch])).toBe(before);
  });
});
