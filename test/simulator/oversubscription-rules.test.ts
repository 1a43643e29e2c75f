import { describe, expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { secondsToMicros } from "../../src/base/time.js";
import { AGENT_CAPABILITIES, type AgentProfile } from "../../src/cluster/agent-profile.js";
import type { OversubscriptionPlan, RolePlan } from "../../src/cluster/plan.js";
import { parseResourceText, ResourceTextError } from "../../src/cluster/resource-text.js";
import { failed } from "../../src/kinds/outcome.js";
import { FIXED_RESOURCE_ESTIMATOR } from "../../src/kinds/oversubscription/fixed-estimator.js";
import { LOAD_QOS_CONTROLLER } from "../../src/kinds/oversubscription/load-qos-controller.js";
import type { ResourceUsage } from "../../src/kinds/oversubscription/resource-usage.js";
import type { Timer } from "../../src/kinds/timer.js";
import { simulatedMetrics } from "../metrics/simulated-metrics.js";
import { clusterPlan, type FrameworkSketch, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";
import { type PlainModule, PlainParticipants } from "./plain-participants.js";

/*
 * The rules of oversubscription, each as the whole simulation shows it. Not here, since a simulation has nothing to show
 * them with: E4 after the first initialize, and S5 while an agent is RECOVERING (test/kinds/oversubscription, as every
 * simulated agent is initialized once and registers before anything runs on it); L4 (resources are texts here, not JSON
 * objects). Of L3 the part about volumes: simulated frameworks make none.
 */

const OFF: OversubscriptionPlan = {
  estimateInterval: secondsToMicros(15),
  correctionInterval: 0,
  estimatorParameters: [],
  controllerParameters: [],
};

type Estimate = (t: number, usage: ResourceUsage) => string | undefined;
type Corrections = (t: number, usage: ResourceUsage) => readonly object[];

/** Modules that answer as a test says. */
function answering(estimate: Estimate | null, corrections: Corrections | null = null): PlainParticipants {
  const asked = <T>(method: string, answer: (t: number, usage: ResourceUsage) => T) => {
    return (timer: Timer): PlainModule => ({
      initialize: () => null,
      [method]: ({ usage }: { usage: ResourceUsage }) => answer(timer.now / 1e6, usage),
    });
  };
  return new PlainParticipants({
    selection: {
      resourceEstimator: estimate === null ? null : "org_estimate",
      qosController: corrections === null ? null : "org_qos",
    },
    modules: {
      ...(estimate === null ? {} : { ResourceEstimator: { org_estimate: asked("oversubscribable", estimate) } }),
      ...(corrections === null ? {} : { QoSController: { org_qos: asked("corrections", corrections) } }),
    },
  });
}

function builtIn(selection: object): PlainParticipants {
  return new PlainParticipants({ selection });
}

function parameters(estimator: Record<string, string>, controller: Record<string, string> = {}): OversubscriptionPlan {
  const list = (of: Record<string, string>) => Object.entries(of).map(([key, value]) => ({ key, value }));
  return { ...OFF, estimatorParameters: list(estimator), controllerParameters: list(controller) };
}

/** An agent whose 4 cpus are taken, and a framework that takes what is lent, in tasks of one cpu that run long. */
const TAKEN: FrameworkSketch = { name: "a-owner", roles: ["prod"], jobs: [{ needs: "cpus:4", runs: 1000 }] };
const TAKER: FrameworkSketch = {
  name: "taker",
  revocable: true,
  jobs: [1, 2, 3, 4].map(() => ({ needs: "cpus:1", runs: 1000 })),
};

function during(seconds: number, frameworks: readonly FrameworkSketch[] = [TAKEN, TAKER], more: PlanSketch = {}) {
  return clusterPlan({ duration: seconds, frameworks, ...more });
}

function totals(seen: ObservedSimulation): string[] {
  return seen.only("updateAgent").map((line) => line.replace("updateAgent a1 ", ""));
}

function startedBy(seen: ObservedSimulation, framework: string): string[] {
  return seen.told("started").filter((line) => line.includes(` ${framework}-`));
}

const kill = (framework: string | null, executor: string | null) => ({ type: "KILL", kill: { framework, executor } });

describe("a resource estimator", () => {
  test("E1: is none unless one is named, and one that cannot be had ends the agent", async () => {
    expect(totals(await observe(during(20), greedy()))).toEqual([]);
    const missing = builtIn({ resourceEstimator: "org_nowhere" });
    await expect(observe(during(20), greedy(), 1, missing)).rejects.toMatchObject({ kind: "loadFailed" });
  });

  test("E2: says what can be lent in addition to what is in use, and each answer replaces the one before", async () => {
    const seen = await observe(
      during(31),
      greedy(),
      1,
      answering((t) => ["cpus{REV}:2", "cpus{REV}:0.5", ""][t / 15]),
    );
    // Two are in use from the first second on.
    expect(totals(seen)).toEqual(["0 cpus:4;cpus{REV}:2", "15 cpus:4;cpus{REV}:2.5", "30 cpus:4;cpus{REV}:2"]);
  });

  test("E2: that answers what is not revocable crashes its agent, so that the row has failed", async () => {
    await expect(
      observe(
        during(1),
        greedy(),
        1,
        answering(() => "cpus:1"),
      ),
    ).rejects.toMatchObject({
      kind: "illegalDecision",
    });
  });

  test("E3: is asked and never tells unasked; one that never answers stalls for ever", async () => {
    const asked: number[] = [];
    const modules = answering((t) => {
      asked.push(t);
      return t === 0 ? "cpus{REV}:1" : undefined;
    });
    expect(totals(await observe(during(100), greedy(), 1, modules))).toEqual(["0 cpus:4;cpus{REV}:1"]);
    expect(asked).toEqual([0, 15]);
  });

  test("E4: that cannot be initialized ends the agent", async () => {
    const modules = new PlainParticipants({
      selection: { resourceEstimator: "org_twice" },
      modules: {
        ResourceEstimator: {
          org_twice: () => ({ initialize: (_, complete) => complete(failed("initialized already")) }),
        },
      },
    });
    await expect(observe(during(1), greedy(), 1, modules)).rejects.toMatchObject({
      kind: "loadFailed",
      message: expect.stringContaining("agent a1 does not start: initialized already"),
    });
  });

  test("E5: of the fixed kind keeps the agent's total, and cannot be made without its parameter", async () => {
    const modules = () => builtIn({ resourceEstimator: FIXED_RESOURCE_ESTIMATOR });
    const given = { oversubscription: parameters({ resources: "cpus:2" }) };
    const seen = await observe(during(60, [TAKEN, TAKER], given), greedy(), 1, modules());
    expect(totals(seen)).toEqual(["0 cpus:4;cpus{REV}:2"]);
    expect(startedBy(seen, "taker")).toHaveLength(2);
    await expect(observe(during(1), greedy(), 1, modules())).rejects.toMatchObject({ kind: "loadFailed" });
  });
});

describe("a QoS controller", () => {
  test("Q1: is none unless one is named, and one that cannot be had ends the agent", async () => {
    const missing = builtIn({ qosController: "org_nowhere" });
    await expect(observe(during(20), greedy(), 1, missing)).rejects.toMatchObject({ kind: "loadFailed" });
  });

  test("Q2: kills by framework and executor, and by the container only while that is the executor's", async () => {
    const containers = new Set<string>();
    const modules = answering(null, (t, usage) => {
      const [executor] = usage.executors;
      if (executor !== undefined) containers.add(executor.container);
      const named = (container: string) => [
        { type: "KILL", kill: { framework: "a-owner", executor: "a-owner-1", container } },
      ];
      if (t === 2) return named("of-another-run");
      return t === 4 ? named([...containers][0] as string) : t === 7 ? named([...containers][0] as string) : [];
    });
    const seen = await observe(during(9, [TAKEN]), greedy(), 1, modules);
    expect(seen.told("killed")).toEqual(["4 killed a-owner-1 containerPreempted placed"]);
    expect(containers.size).toBe(2);
  });

  test("Q3: of the load kind needs one threshold, and one is enough", async () => {
    const modules = () => builtIn({ qosController: LOAD_QOS_CONTROLLER });
    const given = (controller: Record<string, string>) => ({ oversubscription: parameters({}, controller) });
    await expect(observe(during(1, [], given({})), greedy(), 1, modules())).rejects.toMatchObject({
      kind: "loadFailed",
    });
    const wrong = given({ load_threshold_5min: "much" });
    await expect(observe(during(1, [], wrong), greedy(), 1, modules())).rejects.toMatchObject({ kind: "loadFailed" });
    for (const name of ["load_threshold_5min", "load_threshold_15min"]) {
      const seen = await observe(during(1, [], given({ [name]: "7" })), greedy(), 1, modules());
      expect(seen.end.reason).toBe("duration");
    }
  });

  test("Q4: of the load kind kills all revocable work when the load is strictly above its threshold, and only then", async () => {
    const killsAt = async (load: number) => {
      const plan = during(2, [TAKEN, TAKER], {
        agents: { a1: "cpus:4;cpus{REV}:2" },
        loads: { a1: [[0, load]] },
        oversubscription: parameters({}, { load_threshold_5min: "7" }),
      });
      const seen = await observe(plan, greedy(), 1, builtIn({ qosController: LOAD_QOS_CONTROLLER }));
      return seen.told("killed").filter((line) => line.startsWith("1 "));
    };
    expect(await killsAt(7)).toEqual([]);
    expect(await killsAt(7.001)).toEqual([
      "1 killed taker-1 containerPreempted placed",
      "1 killed taker-2 containerPreempted placed",
    ]);
  });

  test("U1: is told what each executor holds and uses, and what the agent has", async () => {
    let seen: ResourceUsage | undefined;
    const modules = answering(null, (_, usage) => {
      seen = usage;
      return [];
    });
    await observe(during(3, [{ ...TAKEN, usage: { cpus: [[0, 0.25]] } }]), greedy(), 1, modules);
    expect(seen?.total).toBe("cpus:4");
    expect(seen?.executors).toMatchObject([
      { executor: { id: "a-owner-1", framework: "a-owner" }, allocated: "cpus:4", statistics: { cpus: 1 } },
    ]);
    expect(seen?.executors[0]?.tasks).toHaveLength(1);
  });
});

describe("an agent", () => {
  test("S1: asks both of its modules when it has recovered, at the same time", async () => {
    const asked: string[] = [];
    const modules = answering(
      (t) => {
        asked.push(`estimate ${t}`);
        return "";
      },
      (t) => {
        asked.push(`corrections ${t}`);
        return [];
      },
    );
    await observe(during(0.5), greedy(), 1, modules);
    expect(asked).toEqual(["estimate 0", "corrections 0"]);
  });

  test("S2: tells the master the sum of what is lent and what can be, when it is another, 15 s after the last answer", async () => {
    const seen = await observe(
      during(50),
      greedy(),
      1,
      answering((t) => (t < 30 ? "cpus{REV}:1" : "")),
    );
    // One is taken at once: 1 + 1 at 15 s, both are taken then, and at 30 s nothing more can be lent.
    expect(totals(seen)).toEqual(["0 cpus:4;cpus{REV}:1", "15 cpus:4;cpus{REV}:2"]);
  });

  test("S3: tells the master what it knows again when it registers again", async () => {
    const plan = during(9, [], { faults: [{ at: 4, agent: "a1", lasts: 2 }] });
    const seen = await observe(
      plan,
      greedy(),
      1,
      answering(() => "cpus{REV}:1"),
    );
    expect(totals(seen)).toEqual(["0 cpus:4;cpus{REV}:1", "6 cpus:4;cpus{REV}:1"]);
    expect(seen.tallies.oversubscription).toMatchObject({ "master/messages_update_slave": 2 });
  });

  test("S4: keeps its resource version when it lends more: what is asked of offers from before is carried out", async () => {
    // Decides at 20 about an offer of 0, while the estimate changes at 15.
    const slow: FrameworkSketch = {
      name: "slow",
      decides: [20],
      reserves: true,
      jobs: [{ needs: "cpus:3", runs: 10 }],
    };
    const seen = await observe(
      during(25, [slow]),
      greedy(),
      1,
      answering((t) => (t < 15 ? "" : "cpus{REV}:2")),
    );
    expect(totals(seen)).toEqual(["15 cpus:4;cpus{REV}:2"]);
    expect(seen.only("updateAllocation")).toEqual([expect.stringMatching(/^20 updateAllocation slow /)]);
    expect(startedBy(seen, "slow")).toEqual(["20 started slow-1 a1 cpus(batch):3"]);
  });

  test("S5: asks for corrections again an interval after the answer, and acts on each", async () => {
    const asked: number[] = [];
    const modules = answering(null, (t) => {
      asked.push(t);
      return t === 20 ? [kill("a-owner", "a-owner-1")] : [];
    });
    const plan = during(45, [TAKEN], { oversubscription: { ...OFF, correctionInterval: secondsToMicros(20) } });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(asked).toEqual([0, 20, 40]);
    expect(seen.told("killed")).toEqual(["20 killed a-owner-1 containerPreempted placed"]);
  });

  test.each([
    ["no framework", kill(null, "a-owner-1"), "names no framework"],
    ["no executor", kill("a-owner", null), "names no executor"],
    ["a framework that is not there", kill("nobody", "a-owner-1"), "framework nobody is unknown"],
    [
      "an executor that is not there",
      kill("a-owner", "a-owner-9"),
      "executor a-owner-9 of framework a-owner is unknown",
    ],
    ["no kill at all", { type: "FREEZE", kill: null }, "its type is FREEZE"],
  ])("S6: ignores a correction that names %s, with a warning", async (_case, correction, why) => {
    const modules = answering(null, (t) => (t === 1 ? [correction] : []));
    const seen = await observe(during(3, [TAKEN]), greedy(), 1, modules);
    expect(seen.told("killed")).toEqual([]);
    expect(modules.warnings.filter((line) => line.includes(why))).toHaveLength(1);
  });

  test("S6: ignores a second kill of an executor that is terminating already", async () => {
    const twice = [kill("a-owner", "a-owner-1"), kill("a-owner", "a-owner-1")];
    const modules = answering(null, (t) => (t === 1 ? twice : []));
    const seen = await observe(during(1.5, [TAKEN]), greedy(), 1, modules);
    expect(seen.tallies.oversubscription).toMatchObject({ "slave/executors_preempted": 1, "slave/tasks_lost": 1 });
  });

  test.each([
    [false, "TASK_LOST", { "slave/tasks_lost": 1, "slave/tasks_gone": 0 }],
    [true, "TASK_GONE", { "slave/tasks_lost": 0, "slave/tasks_gone": 1 }],
  ])(
    "S7: tells a framework that is partition-aware (%s) that its task is %s, preempted",
    async (aware, state, counts) => {
      const modules = answering(null, (t) => (t === 1 ? [kill("a-owner", "a-owner-1")] : []));
      const seen = await observe(during(1.5, [{ ...TAKEN, partitionAware: aware }]), greedy(), 1, modules);
      expect(seen.told("status").filter((line) => line.includes("PREEMPTED"))).toEqual([
        expect.stringContaining(`1 status a-owner-1 ${state} CONTAINER_PREEMPTED`),
      ]);
      expect(seen.tallies.oversubscription).toMatchObject({ "slave/executors_preempted": 1, ...counts });
    },
  );

  test("S8: kills whatever its controller names, revocable or not", async () => {
    const modules = answering(null, (t) => (t === 1 ? [kill("a-owner", "a-owner-1")] : []));
    const seen = await observe(during(1.5, [TAKEN]), greedy(), 1, modules);
    expect(startedBy(seen, "a-owner")[0]).toBe("0 started a-owner-1 a1 cpus:4");
    expect(seen.told("killed")).toEqual(["1 killed a-owner-1 containerPreempted placed"]);
  });
});

describe("the master", () => {
  test("M1: leaves the regular part as it is, and does nothing about what it knows already", async () => {
    const seen = await observe(
      during(20, []),
      greedy(),
      1,
      answering(() => "cpus{REV}:1.5"),
    );
    expect(totals(seen)).toEqual(["0 cpus:4;cpus{REV}:1.5"]);
    const nothing = await observe(
      during(20, []),
      greedy(),
      1,
      answering(() => ""),
    );
    expect(totals(nothing)).toEqual([]);
    expect(nothing.tallies.oversubscription?.["master/messages_update_slave"]).toBeGreaterThan(0);
  });

  test("M2: tells the allocator first, then rescinds the offers with revocable resources, whole, and no other", async () => {
    const holder = (name: string, revocable: boolean): FrameworkSketch => ({
      name,
      revocable,
      gangTimeout: 1000,
      jobs: [{ tasks: 99, gang: true, needs: "cpus:1" }],
    });
    const plan = during(16, [holder("able", true), holder("plain", false)], { agents: { a1: "cpus:4", a2: "cpus:4" } });
    const estimate = answering((t) => (t < 15 ? "cpus{REV}:1" : "cpus{REV}:3"));
    const prefers = (agent: string) => (agent === "a1" ? ["able"] : ["plain"]);
    const seen = await observe(plan, greedy({ prefers, filters: false }), 1, estimate);
    const at15 = seen.only("updateAgent", "recoverResources").filter((line) => line.startsWith("15 "));
    expect(at15[0]).toBe("15 updateAgent a1 cpus:4;cpus{REV}:3");
    expect(at15[1]).toMatch(/^15 recoverResources able .*a1 .*cpus:4;cpus\{REV\}:1/);
    expect(new Set(seen.told("rescinded").filter((line) => line.startsWith("15 ")))).toEqual(
      new Set(["15 rescinded able batch"]),
    );
  });

  test("M3: takes an agent that is older than the flag for one that sets it, at each of its messages", async () => {
    const messages = async (capabilities: AgentProfile["capabilities"]) => {
      const plan = during(20, [], { profiles: { a1: { capabilities } } });
      const seen = await observe(
        plan,
        greedy(),
        1,
        answering((t) => (t < 15 ? "cpus{REV}:1" : "")),
      );
      return { totals: totals(seen), sent: seen.tallies.oversubscription?.["master/messages_update_slave"] };
    };
    const expected = ["0 cpus:4;cpus{REV}:1", "15 cpus:4"];
    expect(await messages(["MULTI_ROLE"])).toEqual({ totals: expected, sent: 2 });
    expect((await messages(AGENT_CAPABILITIES)).totals).toEqual(expected);
    // Before it knows anything an old agent sends nothing, and a new one sends a message without effect.
    const silent = async (capabilities: AgentProfile["capabilities"]) => {
      const plan = during(20, [], { agents: { a1: "cpus:4;cpus{REV}:1" }, profiles: { a1: { capabilities } } });
      const seen = await observe(
        plan,
        greedy(),
        1,
        answering(() => undefined),
      );
      return { totals: totals(seen), sent: seen.tallies.oversubscription?.["master/messages_update_slave"] };
    };
    expect(await silent(["MULTI_ROLE"])).toEqual({ totals: [], sent: 0 });
    expect(await silent(AGENT_CAPABILITIES)).toEqual({ totals: [], sent: 1 });
  });

  test("M4, M5: counts messages, and all that is revocable of all agents, whoever uses it", async () => {
    const { metrics } = await simulatedMetrics(
      { agents: { a1: "cpus:4;mem:64" }, frameworks: [TAKEN, TAKER], duration: 5 },
      answering(() => "cpus{REV}:3"),
    );
    expect(metrics).toMatchObject({
      "master/cpus_revocable_total": 3,
      "master/cpus_revocable_used": 3,
      "master/cpus_revocable_percent": 1,
      "master/mem_revocable_total": 0,
    });
    expect(metrics["master/messages_update_slave"]).toBeGreaterThan(0);
  });
});

describe("Mesos' own allocator", () => {
  const quota = (text: string): RolePlan["quota"] => ({ guarantees: [], limits: parseResourceText(text) });

  test("A1: offers revocable resources whole, past any limit, to frameworks that can take them and no other", async () => {
    const plan = during(2, [TAKER, { ...TAKER, name: "unable", revocable: false }], {
      agents: { a1: "cpus{REV}:4" },
      roles: [{ name: "batch", weight: 1, quota: quota("cpus:1") }],
    });
    const seen = await observe(plan, createHierarchical, 1, null);
    expect(seen.told("sent")[0]).toBe("0 sent taker cpus{REV}:4");
    expect(seen.told("sent").filter((line) => line.includes("unable"))).toEqual([]);
    expect(startedBy(seen, "taker")).toHaveLength(4);
  });

  test("T9: offers them from the next estimate on to who can take them since its failover, and no more to who cannot", async () => {
    const estimate = () => answering((t) => (t < 15 ? "cpus{REV}:1" : t < 30 ? "cpus{REV}:2" : "cpus{REV}:3"));
    const offered = async (revocable: boolean) => {
      const f: FrameworkSketch = {
        name: "f",
        revocable: !revocable,
        suppresses: false,
        refuse: 1000,
        failover: { at: 20, revocable },
      };
      const plan = during(40, [TAKEN, f]);
      const seen = await observe(plan, createHierarchical, 1, estimate());
      return seen.told("sent").filter((line) => line.includes(" f ") && line.includes("{REV}"));
    };
    // The one who gains the capability registers anew at 20, and has what was estimated by then at once.
    expect(await offered(true)).toEqual([
      "20 sent f cpus{REV}:2",
      expect.stringMatching(/^3[01] sent f cpus\{REV\}:3$/),
    ]);
    const lost = await offered(false);
    expect(lost).not.toEqual([]);
    expect(lost.filter((line) => Number(line.split(" ")[0]) >= 20)).toEqual([]);
  });

  test("A2: counts them in shares like regular ones", async () => {
    const one = (name: string, at: number, needs: string, revocable = true): FrameworkSketch => ({
      name,
      roles: [name],
      revocable,
      jobs: [
        { at, needs, runs: 100 },
        { at: 5, needs: "cpus:2", runs: 100 },
      ],
    });
    // At 6 s a3 joins: b has nothing but a tenth of a cpu, and comes before a, which has two revocable ones.
    const plan = during(7, [one("a", 0, "cpus:2"), one("b", 0, "cpus:0.1", false)], {
      agents: { a1: "cpus{REV}:2", a2: "cpus:0.1", a3: "cpus:2" },
      joins: { a3: 6 },
    });
    const seen = await observe(plan, createHierarchical, 1, null);
    expect(seen.told("started").filter((line) => line.startsWith("6 "))).toEqual(["6 started b-2 a3 cpus:2"]);
  });

  test("A3: knows none that are reserved or a volume", () => {
    for (const text of ["cpus(prod){REV}:1", "disk[v1]{REV}:64"]) {
      expect(() => parseResourceText(text)).toThrow(ResourceTextError);
    }
    expect(parseResourceText("cpus{REV}:1")).toHaveLength(1);
  });

  test("A4: offers nothing while more is in use than there is, kills nobody, and offers what there is beyond it", async () => {
    // 10 in use; then 12: 2 more are offered; then the estimator takes back: what is in use stays lent (S2).
    const ten: FrameworkSketch = {
      name: "ten",
      revocable: true,
      jobs: [
        { needs: "cpus:10", runs: 1000 },
        { at: 16, needs: "cpus:3", runs: 1000 },
      ],
    };
    const estimates = ["cpus{REV}:10", "cpus{REV}:2", ""];
    const plan = during(50, [ten], { agents: { a1: "mem:64" } });
    const seen = await observe(
      plan,
      createHierarchical,
      1,
      answering((t) => estimates[Math.min(t / 15, 2)]),
    );
    expect(totals(seen)).toEqual(["0 cpus{REV}:10;mem:64", "15 cpus{REV}:12;mem:64", "30 cpus{REV}:10;mem:64"]);
    const offered = seen.told("sent").filter((line) => line.includes("{REV}"));
    expect(offered[0]).toContain("cpus{REV}:10");
    expect(offered.slice(1).every((line) => line.includes("cpus{REV}:2"))).toBe(true);
    expect(offered.filter((line) => Number(line.split(" ")[0]) > 30)).toEqual([]);
    expect(seen.told("killed")).toEqual([]);
  });

  test("A5: does not hide more behind the filter of less, revocable or regular", async () => {
    const picky: FrameworkSketch = {
      name: "picky",
      revocable: true,
      refuse: 1000,
      jobs: [{ needs: "cpus:3", runs: 10 }],
    };
    const estimate = answering((t) => (t < 15 ? "cpus{REV}:2" : t < 30 ? "cpus{REV}:1" : "cpus{REV}:3"));
    const seen = await observe(during(32, [picky], { agents: { a1: "mem:64" } }), createHierarchical, 1, estimate);
    const offered = seen.told("sent").filter((line) => line.includes("{REV}"));
    expect(offered).toEqual([
      expect.stringMatching(/^\d+ sent picky cpus\{REV\}:2/),
      expect.stringMatching(/^30 sent picky cpus\{REV\}:3/),
    ]);
    expect(startedBy(seen, "picky")).toEqual(["30 started picky-1 a1 cpus{REV}:3"]);
  });

  test("A6: holds its least offer against the whole: revocable cpus of a hundredth suffice, less do not", async () => {
    const tiny: FrameworkSketch = { name: "tiny", revocable: true, jobs: [{ needs: "cpus:5", runs: 10 }] };
    const offersOf = async (agent: string) => {
      const plan = during(1, [tiny], { agents: { a1: agent }, options: { minAllocatable: ["cpus:0.01", "mem:32"] } });
      return (await observe(plan, createHierarchical)).told("sent").slice(0, 1);
    };
    expect(await offersOf("cpus{REV}:0.01")).toEqual(["0 sent tiny cpus{REV}:0.01"]);
    expect(await offersOf("cpus{REV}:0.009")).toEqual([]);
    expect(await offersOf("cpus{REV}:0.009;mem:32")).toEqual(["0 sent tiny cpus{REV}:0.009;mem:32"]);
  });
});

describe("a launch", () => {
  const task = (needs: string): FrameworkSketch => ({ name: "f", revocable: true, jobs: [{ needs, runs: 10 }] });

  test("L1: never mixes revocable and regular resources of one name, but may have one of each of two", async () => {
    const agents = { agents: { a1: "cpus:1;cpus{REV}:1;mem:64" } };
    expect((await observe(during(3, [task("cpus:2")], agents), greedy())).told("started")).toEqual([]);
    const lent = { agents: { a1: "cpus{REV}:2;mem:64" } };
    expect((await observe(during(3, [task("cpus:2;mem:64")], lent), greedy())).told("started")).toEqual([
      "0 started f-1 a1 cpus{REV}:2;mem:64",
    ]);
  });

  test("L3: reserves what is regular, and never what is revocable", async () => {
    const f: FrameworkSketch = { ...task("cpus:2;mem:16"), reserves: true };
    const started = async (agent: string) =>
      (await observe(during(3, [f], { agents: { a1: agent } }), greedy())).told("started");
    expect(await started("cpus{REV}:2;mem:64")).toEqual(["0 started f-1 a1 cpus{REV}:2;mem(batch):16"]);
    expect(await started("cpus:2;mem:64")).toEqual(["0 started f-1 a1 cpus(batch):2;mem(batch):16"]);
  });

  test("L2: with any revocable resource makes the whole container revocable: it is slowed and killed first", async () => {
    const regular: FrameworkSketch = { name: "a-owner", roles: ["prod"], jobs: [{ needs: "cpus:2;mem:40", runs: 30 }] };
    const lent: FrameworkSketch = { name: "lent", revocable: true, jobs: [{ needs: "cpus:2;mem:40", runs: 10 }] };
    const on = (usage: FrameworkSketch["usage"]) => {
      const owner = { ...regular, usage: usage ?? {} };
      return during(25, [owner, lent], { agents: { a1: "cpus:2;mem:80" }, interference: {} });
    };
    const lending = () => answering(() => "cpus{REV}:2");
    const slowed = await observe(on({}), greedy(), 1, lending());
    expect(slowed.told("finished")).toEqual([]);
    const killed = await observe(on({ mem: [[0, 1.5]] }), greedy(), 1, lending());
    expect(new Set(killed.told("killed").map((line) => line.split(" ").slice(2).join(" ")))).toEqual(
      new Set(["lent-1 outOfMemory placed"]),
    );
    const benign = await observe(on({ cpus: [[0, 0]] }), greedy(), 1, lending());
    expect(benign.told("finished")).toHaveLength(1);
    expect(benign.told("killed")).toEqual([]);
  });
});
