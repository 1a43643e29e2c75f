import { describe, expect, test } from "vitest";
import { createDirectory } from "../../src/cluster/directory.js";
import { LOOP_DEFAULTS, type LoopRules } from "../../src/cluster/preemption-plan.js";
import type { Task } from "../../src/cluster/task.js";
import { PreemptionLoops } from "../../src/metrics/preemption-loops.js";
import { RoleLineage } from "../../src/metrics/role-lineage.js";
import type { Scope } from "../../src/metrics/scope.js";

const directory = createDirectory({ agents: [], frameworks: ["f", "g"], roles: ["eng/ml", "eng", "ops"] });
const { frameworks, roles, tasks } = directory;
const ALL: Scope = { kind: "all", id: 0, name: "" };

function inRole(name: string): Scope {
  return { kind: "role", id: roles.id(name), name };
}

/** Times are seconds. A task that is preempted thrice is in a loop; ten seconds of nothing else are a livelock. */
function loops(rules: Partial<LoopRules> = {}) {
  const record = new PreemptionLoops({ loopAfter: 3, livelockAfter: 10e6, ...rules }, new RoleLineage(roles));
  const id = (task: string) => tasks.intern(task);
  return {
    record,
    preempt: (t: number, task: string, { framework = "f", role = "eng/ml", keeps = false } = {}) => {
      const placement = { role: roles.id(role) };
      const preempted = { id: id(task), framework: frameworks.id(framework), placement } as Task;
      record.preempted(t * 1e6, preempted, keeps);
    },
    found: (scope = ALL) =>
      record
        .loopsOf(scope)
        .map(({ task, times, from, to }) => `${tasks.name(task)} ${times} ${from / 1e6}-${to / 1e6}`),
    livelocks: () => {
      record.progressed();
      return record.livelocks.map(({ from, to }) => [from / 1e6, to / 1e6]);
    },
  };
}

describe("a preemption loop", () => {
  test("is a task that was preempted so often in a row, whoever else ended meanwhile", () => {
    const { record, preempt, found } = loops();
    preempt(1, "t1");
    preempt(2, "t1");
    expect(found()).toEqual([]);
    record.progressed();
    preempt(5, "t1");
    expect(found()).toEqual(["t1 3 1-5"]);
  });

  test("begins anew when the task kept some of its work, and the longest row counts", () => {
    const { preempt, found } = loops();
    for (const t of [1, 2]) preempt(t, "t1");
    preempt(3, "t1", { keeps: true });
    for (const t of [4, 5]) preempt(t, "t1");
    expect(found()).toEqual([]);
    preempt(6, "t1", { keeps: true });
    for (const t of [7, 8, 9]) preempt(t, "t1");
    preempt(10, "t1", { keeps: true });
    preempt(11, "t1");
    expect(found()).toEqual(["t1 3 7-9"]);
  });

  test("is told with the worst first, ties in the order of the tasks", () => {
    const { preempt, found } = loops();
    for (const t of [1, 2, 3]) for (const task of ["t1", "t2", "t3"]) preempt(t, task);
    preempt(4, "t3");
    expect(found()).toEqual(["t3 4 1-4", "t1 3 1-3", "t2 3 1-3"]);
  });

  test("belongs to its framework, to the role it ran in last, and to those above", () => {
    const { record, preempt, found } = loops({ loopAfter: 2 });
    preempt(1, "t1", { role: "ops" });
    preempt(2, "t1");
    preempt(3, "t2", { framework: "g", role: "ops" });
    expect([found(inRole("eng/ml")), found(inRole("eng")), found(inRole("ops"))]).toEqual([
      ["t1 2 1-2"],
      ["t1 2 1-2"],
      [],
    ]);
    expect(found({ kind: "framework", id: frameworks.id("g"), name: "g" })).toEqual([]);
    expect(record.mostOfOneTask(ALL)).toBe(2);
    expect(record.mostOfOneTask(inRole("ops"))).toBe(1);
  });

  test("takes five preemptions, and a livelock five minutes, unless the scenario says otherwise", () => {
    expect(LOOP_DEFAULTS).toEqual({ loopAfter: 5, livelockAfter: 300e6 });
  });
});

describe("a livelock", () => {
  test("lasts from the first to the last preemption between two ends of tasks", () => {
    const { record, preempt, livelocks } = loops();
    record.progressed();
    for (const t of [4, 9, 14]) preempt(t, "t1");
    preempt(17, "t2");
    record.progressed();
    preempt(30, "t1");
    expect(livelocks()).toEqual([[4, 17]]);
  });

  test("is none when it is short, or no task comes back within it", () => {
    const short = loops();
    for (const t of [1, 2, 3]) short.preempt(t, "t1");
    expect(short.livelocks()).toEqual([]);
    const many = loops();
    for (const t of [1, 10, 20, 30]) many.preempt(t, `t${t}`);
    expect(many.livelocks()).toEqual([]);
    const spread = loops();
    for (const t of [1, 20, 40]) {
      spread.preempt(t, "t1");
      spread.preempt(t + 15, "t2");
      spread.record.progressed();
    }
    expect(spread.livelocks()).toEqual([]);
  });

  test("is none while tasks keep some of their work", () => {
    const livelocksOf = (keeps: boolean) => {
      const { preempt, livelocks } = loops();
      for (const t of [1, 6, 11, 16]) {
        preempt(t, "t1");
        preempt(t, "t2", { keeps });
      }
      return livelocks();
    };
    expect(livelocksOf(true)).toEqual([]);
    expect(livelocksOf(false)).toEqual([[1, 16]]);
  });
});
