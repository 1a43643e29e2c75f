import { describe, expect, it } from "vitest";
import type { Hook } from "../../../src/kinds/hook/hook.js";
import { splitHookList } from "../../../src/kinds/hook/hook-list.js";
import { HookManager } from "../../../src/kinds/hook/hook-manager.js";
import type { HookModules } from "../../../src/kinds/hook/hook-modules.js";
import { NO_OPINION } from "../../../src/kinds/hook/hook-result.js";
import { modulesOf } from "./installed.js";
import { INPUTS } from "./launch-fixtures.js";
import { referenceHook } from "./reference-hook.js";

function managerOf(modules: HookModules): HookManager {
  return new HookManager({ modules, warn: () => {} });
}

/** A manager over hooks of these names, and the order in which they were asked the last time. */
function listening(...names: string[]): { manager: HookManager; asked: () => string[] } {
  const heard: string[] = [];
  const hookCalled = (name: string): Hook => ({
    masterSlaveLostHook: () => {
      heard.push(name);
      return NO_OPINION;
    },
  });
  const manager = managerOf(modulesOf(Object.fromEntries(names.map((name) => [name, hookCalled(name)]))));
  const asked = () => {
    heard.length = 0;
    manager.masterSlaveLostHook(INPUTS.masterSlaveLostHook);
    return [...heard];
  };
  return { manager, asked };
}

describe("the list of hooks", () => {
  it("is split at commas and not trimmed (H1)", () => {
    expect(splitHookList("A,B")).toEqual(["A", "B"]);
    expect(splitHookList("A, B")).toEqual(["A", " B"]);
    expect(splitHookList("A,,B,")).toEqual(["A", "", "B", ""]);
    expect(splitHookList("")).toEqual([""]);
  });

  it("looks for exactly the name between the commas, blanks and all (H1)", () => {
    const { manager } = listening("A", "B");
    expect(manager.installAll("A, B")).toMatchObject({ kind: "noHookModule", name: " B" });
    expect(listening("A", " B").manager.installAll("A, B")).toBeNull();
    expect(listening("A").manager.installAll("A,")).toMatchObject({ kind: "noHookModule", name: "" });
  });

  it("stops at the first hook that fails; those before it stay installed (H2, D15)", () => {
    const { manager, asked } = listening("A", "B", "C");
    expect(manager.installAll("B,nobody,A")).toEqual({
      kind: "noHookModule",
      name: "nobody",
      message: 'hook "nobody" is no loaded module of kind Hook',
    });
    expect(asked()).toEqual(["B"]);
  });

  it("refuses a hook that is already installed (H2)", () => {
    const { manager, asked } = listening("A");
    expect(manager.installAll("A,A")).toMatchObject({ kind: "alreadyInstalled", name: "A" });
    expect(asked()).toEqual(["A"]);
  });

  it("passes on why a hook could not be created, which is then not installed (H2)", () => {
    const manager = managerOf(modulesOf({ broken: "refused its parameters" }));
    expect(manager.install("broken")).toEqual({
      kind: "createFailed",
      name: "broken",
      message: 'hook "broken" could not be created: refused its parameters',
    });
    expect(manager.available).toBe(false);
  });

  it("gives the order in which hooks are asked, not that of the modules (H3)", () => {
    const { manager, asked } = listening("1", "A", "B");
    expect(manager.installAll("B,1,A")).toBeNull();
    expect(asked()).toEqual(["B", "1", "A"]);
  });

  it("has a hook last that was unloaded and installed again (H3)", () => {
    const { manager, asked } = listening("A", "B");
    manager.installAll("A,B");
    expect(manager.unload("A")).toBeNull();
    expect(manager.install("A")).toBeNull();
    expect(asked()).toEqual(["B", "A"]);
  });
});

describe("unloading a hook", () => {
  it("is an error for a hook that is not installed (H4)", () => {
    const { manager } = listening("A");
    expect(manager.unload("A")).toEqual({
      kind: "notInstalled",
      name: "A",
      message: 'hook "A" is not installed',
    });
  });

  it("works once (HookLoading of Mesos' hook tests)", () => {
    const manager = managerOf(modulesOf({ org_apache_mesos_TestHook: referenceHook() }));
    expect(manager.install("Unknown Hook")).toMatchObject({ kind: "noHookModule" });
    expect(manager.unload("Unknown Hook")).toMatchObject({ kind: "notInstalled" });
    expect(manager.install("org_apache_mesos_TestHook")).toBeNull();
    expect(manager.install("org_apache_mesos_TestHook")).toMatchObject({ kind: "alreadyInstalled" });
    expect(manager.unload("org_apache_mesos_TestHook")).toBeNull();
    expect(manager.unload("org_apache_mesos_TestHook")).toMatchObject({ kind: "notInstalled" });
  });
});
