import { describe, expect, test } from "vitest";
import { BUILT_IN_ISOLATORS } from "../../../src/kinds/isolator/built-in-isolators.js";
import { createIsolators } from "../../../src/kinds/isolator/create-isolators.js";
import { DEFAULT_ISOLATION, planIsolation } from "../../../src/kinds/isolator/isolation-flag.js";
import { isolatorOf } from "../../../src/kinds/isolator/isolator-of.js";
import { SteppedUsage } from "./stepped-usage.js";
import { VirtualTimer } from "./virtual-timer.js";

const MODULES = [
  "org_example_B",
  "org_example_A",
  "network/overlay",
  "network/mesh",
  "network/ports",
  "filesystem/own",
];

function namesOf(text: string): string[] {
  const plan = planIsolation(text, "--isolation", MODULES);
  expect(plan.complaints).toEqual([]);
  return plan.isolators.map(({ name }) => name);
}

function rulesOf(text: string): string[] {
  return planIsolation(text, "--isolation", MODULES).complaints.map(({ value, rule }) => `${value}: ${rule}`);
}

describe("I1: the isolators of --isolation", () => {
  test("built-ins stand in the order of the table, whatever the order of the flag", () => {
    const inTableOrder = ["filesystem/posix", "posix/cpu", "posix/mem", "cgroups/mem", "disk/du"];
    expect([...BUILT_IN_ISOLATORS.keys()]).toEqual(inTableOrder);
    expect(namesOf("disk/du,cgroups/mem,posix/mem,posix/cpu,filesystem/posix")).toEqual(inTableOrder);
  });

  test("modules come after all built-ins, in the order of the flag", () => {
    expect(namesOf("org_example_B,disk/du,org_example_A,posix/cpu")).toEqual([
      "filesystem/posix",
      "posix/cpu",
      "disk/du",
      "org_example_B",
      "org_example_A",
    ]);
  });

  test("the filesystem isolator is added when it is missing, and a module's own counts as one", () => {
    expect(namesOf(DEFAULT_ISOLATION)).toEqual(["filesystem/posix", "posix/cpu", "posix/mem"]);
    expect(namesOf("")).toEqual(["filesystem/posix"]);
    expect(namesOf("filesystem/own,posix/cpu")).toEqual(["posix/cpu", "filesystem/own"]);
  });

  test("an unknown name is an error, and so is one with blanks around it: all are named at once", () => {
    const plan = planIsolation("posix/cpus,zzzzzzzzzzzzzzzzzz, posix/mem", "--isolation", MODULES);
    expect(plan.complaints.map(({ place, value, nextStep }) => ({ place, value, nextStep }))).toEqual([
      { place: "--isolation", value: "posix/cpus", nextStep: "write posix/cpu, if that is meant" },
      {
        place: "--isolation",
        value: "zzzzzzzzzzzzzzzzzz",
        nextStep: "load it with --modules, or use one of filesystem/posix, posix/cpu, posix/mem, cgroups/mem, disk/du",
      },
      { place: "--isolation", value: " posix/mem", nextStep: "names are not trimmed: write the list without blanks" },
    ]);
  });

  test("at most one filesystem and one network isolator may be named, network/ports apart", () => {
    expect(rulesOf("filesystem/posix,filesystem/own")).toEqual([
      "filesystem/posix,filesystem/own: there is at most one filesystem/* isolator",
    ]);
    expect(rulesOf("network/overlay,network/mesh")).toEqual([
      "network/overlay,network/mesh: there is at most one network/* isolator",
    ]);
    expect(rulesOf("network/overlay,network/ports")).toEqual([]);
  });

  test("a name given twice is an error", () => {
    expect(rulesOf("posix/cpu,posix/mem,posix/cpu")).toEqual(["posix/cpu: an isolator is given once"]);
  });

  test("the old names process and posix/disk are taken with a warning", () => {
    expect(namesOf("process,posix/disk")).toEqual(["filesystem/posix", "posix/cpu", "posix/mem", "disk/du"]);
    expect(planIsolation("process,posix/disk", "--isolation", MODULES).warnings).toEqual([
      "isolator process is an old name: write posix/cpu,posix/mem",
      "isolator posix/disk is an old name: write disk/du",
    ]);
  });

  describe("are created", () => {
    const timer = new VirtualTimer();
    const parts = { source: new SteppedUsage(timer), timer, enforceContainerDiskQuota: false };

    test("in the order of the plan", () => {
      const asked: string[] = [];
      const plan = planIsolation("org_example_B,posix/cpu,org_example_A", "--isolation", MODULES);
      const created = createIsolators(plan, parts, (name) => {
        asked.push(name);
        return { kind: "created", isolator: isolatorOf(name, {}) };
      });
      expect(asked).toEqual(["org_example_B", "org_example_A"]);
      expect(created.kind === "created" && created.isolators.map(({ name }) => name)).toEqual([
        "filesystem/posix",
        "posix/cpu",
        "org_example_B",
        "org_example_A",
      ]);
    });

    test("until one cannot be: the agent does not start", () => {
      const asked: string[] = [];
      const plan = planIsolation("org_example_B,org_example_A", "--isolation", MODULES);
      const created = createIsolators(plan, parts, (name) => {
        asked.push(name);
        return { kind: "failed", message: "parameter size is missing" };
      });
      expect(asked).toEqual(["org_example_B"]);
      expect(created).toEqual({
        kind: "failed",
        message: "isolator org_example_B could not be created: parameter size is missing",
      });
    });
  });
});
