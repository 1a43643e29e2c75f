import { describe, expect, it } from "vitest";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { HookManager } from "../../../src/kinds/hook/hook-manager.js";
import { HookReentry } from "../../../src/kinds/hook/hook-reentry.js";
import { NO_OPINION } from "../../../src/kinds/hook/hook-result.js";
import { ready } from "../../../src/kinds/outcome.js";
import { modulesOf } from "./installed.js";
import { INPUTS } from "./launch-fixtures.js";

/** A manager whose hook `meddler` calls it back when an agent is lost. */
function meddling(callBack: (manager: HookManager) => void): HookManager {
  const meddler: Hook = {
    masterSlaveLostHook: () => {
      callBack(manager);
      return NO_OPINION;
    },
  };
  const manager: HookManager = new HookManager({ modules: modulesOf({ meddler }), warn: () => {} });
  manager.install("meddler");
  return manager;
}

describe("a hook that calls the hook manager", () => {
  it.each<[string, (manager: HookManager) => void]>([
    ["install", (manager) => manager.install("meddler")],
    ["unload", (manager) => manager.unload("meddler")],
    ["slaveTaskStatusDecorator", (manager) => manager.slaveTaskStatusDecorator(INPUTS.slaveTaskStatusDecorator)],
    ["masterSlaveLostHook", (manager) => manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook)],
    [
      "slavePreLaunchDockerTaskExecutorDecorator",
      (manager) =>
        manager.slavePreLaunchDockerTaskExecutorDecorator(INPUTS.slavePreLaunchDockerTaskExecutorDecorator, () => {}),
    ],
  ])("is refused with its name, where Mesos would stand still: %s (H9)", (wanted, callBack) => {
    const manager = meddling(callBack);
    const lost = () => manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook);
    expect(lost).toThrow(HookReentry);
    expect(lost).toThrow(
      `hook module meddler: ${wanted} was called from inside its masterSlaveLostHook: a hook may not call the hook manager`,
    );
  });

  it("is refused again as long as it runs, and free to be called when it has ended (H9)", () => {
    let refusals = 0;
    const manager = meddling((self) => {
      for (let i = 0; i < 2; i++) {
        try {
          self.unload("meddler");
        } catch (error) {
          if (error instanceof HookReentry) refusals++;
        }
      }
    });
    manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook);
    expect(refusals).toBe(2);
    expect(manager.unload("meddler")).toBeNull();
  });

  it("leaves the manager usable when a hook throws (H9)", () => {
    const manager = meddling(() => {
      throw new Error("broken");
    });
    expect(() => manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook)).toThrow("broken");
    expect(manager.unload("meddler")).toBeNull();
  });

  it("is allowed where the hook is asynchronous, as nothing waits for it there (H9)", () => {
    const ends: unknown[] = [];
    const docker: Hook = {
      slavePreLaunchDockerTaskExecutorDecorator: (_, complete) => {
        manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook);
        complete(ready(null));
      },
    };
    const manager: HookManager = new HookManager({ modules: modulesOf({ docker }), warn: () => {} });
    manager.install("docker");
    const input = INPUTS.slavePreLaunchDockerTaskExecutorDecorator;
    manager.slavePreLaunchDockerTaskExecutorDecorator(input, (end) => ends.push(end));
    expect(ends).toHaveLength(1);
  });
});
