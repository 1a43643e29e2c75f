import { describe, expect, test } from "vitest";
import { secondsToMicros } from "../../src/base/time.js";
import type { OversubscriptionPlan } from "../../src/cluster/plan.js";
import { failed, ready } from "../../src/kinds/outcome.js";
import { FIXED_RESOURCE_ESTIMATOR } from "../../src/kinds/oversubscription/fixed-estimator.js";
import { LOAD_QOS_CONTROLLER } from "../../src/kinds/oversubscription/load-qos-controller.js";
import type { ResourceUsage } from "../../src/kinds/oversubscription/resource-usage.js";
import type { Timer } from "../../src/kinds/timer.js";
import { clusterPlan, type PlanSketch } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { type ObservedSimulation, observe } from "./observed-simulation.js";
import { type PlainModule, PlainParticipants } from "./plain-participants.js";

const INTERVALS = { estimateInterval: secondsToMicros(15), correctionInterval: 0 };

function parameters(estimator: Record<string, string>, controller: Record<string, string> = {}): OversubscriptionPlan {
  const list = (of: Record<string, string>) => Object.entries(of).map(([key, value]) => ({ key, value }));
  return { ...INTERVALS, estimatorParameters: list(estimator), controllerParameters: list(controller) };
}

/** An estimator that answers with a text for each time, or not at all. */
function estimating(answers: (t: number) => string | undefined, asked: number[] = []) {
  return (timer: Timer): PlainModule => ({
    initialize: () => null,
    oversubscribable: () => {
      asked.push(timer.now / 1e6);
      return answers(timer.now / 1e6);
    },
  });
}

function withEstimator(org_estimate: (timer: Timer) => PlainModule | string) {
  return new PlainParticipants({
    selection: { resourceEstimator: "org_estimate" },
    modules: { ResourceEstimator: { org_estimate } },
  });
}

/** With a framework that never has anything to run, so that the run goes on for so many seconds. */
function lending(seconds: number, sketch: PlanSketch = {}): ReturnType<typeof clusterPlan> {
  return clusterPlan({ duration: seconds, ...sketch });
}

function updates(seen: ObservedSimulation): string[] {
  return seen.only("addAgent", "updateAgent").map((line) => line.replace(/ (used|\[\]).*/, "").replace(/ $/, ""));
}

describe("an agent with a resource estimator", () => {
  test("tells the master what can be lent when that changes, and asks 15 s after each answer (S2, T2)", async () => {
    const asked: number[] = [];
    const modules = withEstimator(estimating((t) => (t < 30 ? "" : "cpus{REV}:1"), asked));
    const seen = await observe(lending(50), greedy(), 1, modules);
    expect(asked).toEqual([0, 15, 30, 45]);
    expect(updates(seen)).toEqual(["0 addAgent a1 cpus:4", "30 updateAgent a1 cpus:4;cpus{REV}:1"]);
    // One message at the registration, one for the news.
    expect(seen.tallies.oversubscription).toMatchObject({ "master/messages_update_slave": 2 });
  });

  test("whose estimator never answers tells nothing, and asks no more (E3)", async () => {
    const asked: number[] = [];
    const seen = await observe(lending(100), greedy(), 1, withEstimator(estimating(() => undefined, asked)));
    expect(asked).toEqual([0]);
    expect(updates(seen)).toEqual(["0 addAgent a1 cpus:4"]);
  });

  test("offers regular resources first, then the revocable ones to who can take them (T3)", async () => {
    const modules = withEstimator(estimating((t) => (t < 15 ? "" : "cpus{REV}:2")));
    const plan = lending(16, {
      frameworks: [
        { name: "able", revocable: true, jobs: [{ needs: "cpus:4", runs: 60 }, { runs: 60 }] },
        { name: "unable", jobs: [{ runs: 60 }] },
      ],
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.told("sent")).toEqual(["0 sent able cpus:4", "15 sent able cpus{REV}:2"]);
    expect(seen.told("started")).toEqual(["0 started able-1 a1 cpus:4", "15 started able-2 a1 cpus{REV}:1"]);
  });

  test("with the fixed estimator keeps its total, whatever of it is in use (E5, T6)", async () => {
    const modules = new PlainParticipants({ selection: { resourceEstimator: FIXED_RESOURCE_ESTIMATOR } });
    const plan = lending(60, {
      oversubscription: parameters({ resources: "cpus:2" }),
      frameworks: [{ name: "f", revocable: true, jobs: [{ needs: "cpus:4", runs: 90 }, { runs: 90 }] }],
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(updates(seen)).toEqual(["0 addAgent a1 cpus:4", "0 updateAgent a1 cpus:4;cpus{REV}:2"]);
    expect(seen.told("started")).toHaveLength(2);
  });

  test("tells its total again when it comes back, with an estimator of its own for each process (S3, T7)", async () => {
    const modules = withEstimator(estimating(() => "cpus{REV}:2"));
    const plan = lending(30, { faults: [{ at: 5, agent: "a1", lasts: 5 }] });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(updates(seen)).toEqual([
      "0 addAgent a1 cpus:4",
      "0 updateAgent a1 cpus:4;cpus{REV}:2",
      "10 addAgent a1 cpus:4",
      "10 updateAgent a1 cpus:4;cpus{REV}:2",
    ]);
    expect(modules.made).toEqual(["ResourceEstimator org_estimate", "ResourceEstimator org_estimate"]);
    expect(modules.closed).toHaveLength(2);
  });

  test("asks though the master has not let it in yet, and tells the latest when it has (S2, S3)", async () => {
    const asked: number[] = [];
    const modules = new PlainParticipants({
      selection: { resourceEstimator: "org_estimate", authenticator: "org_door", authenticatee: "org_knock" },
      modules: {
        ResourceEstimator: { org_estimate: estimating((t) => `cpus{REV}:${t < 15 ? 1 : 2}`, asked) },
        Authenticator: {
          org_door: (timer) => ({
            authenticate: (_input, complete) => {
              if (timer.now < secondsToMicros(20)) return complete(failed("not yet"));
              return { send: [{ type: "completed" }], outcome: ready("guest") };
            },
            onMessage: () => ({}),
          }),
        },
        Authenticatee: {
          org_knock: () => ({
            authenticate: ({ client }: { client: string }) => ({ send: [{ type: "authenticate", client }] }),
            onMessage: () => ({ outcome: ready(true) }),
          }),
        },
      },
    });
    const plan = lending(60, { credentials: { a1: { principal: "p", secret: null } } });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(asked).toEqual([0, 15, 30, 45, 60]);
    const [added, updated] = updates(seen);
    expect(added).toMatch(/addAgent a1 cpus:4$/);
    expect(updated).toMatch(/updateAgent a1 cpus:4;cpus\{REV\}:2$/);
    expect(Number(added?.split(" ")[0])).toBeGreaterThanOrEqual(20);
    expect(updated?.split(" ")[0]).toBe(added?.split(" ")[0]);
    expect(seen.tallies.oversubscription).toMatchObject({ "master/messages_update_slave": 1 });
  });

  test("that is refused stops with its process", async () => {
    const asked: number[] = [];
    const modules = withEstimator(estimating(() => "cpus{REV}:1", asked));
    const plan = lending(40, {
      authentication: { credentials: [], required: false },
      credentials: { a1: { principal: "p", secret: "wrong" } },
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(asked).toEqual([0]);
    expect(updates(seen)).toEqual([]);
    expect(modules.closed).toEqual(["ResourceEstimator org_estimate"]);
  });

  test.each([
    ["regular resources", "cpus:1", /not revocable: cpus:1/],
    ["what is no resource text", "lots", /the estimator answered "lots"/],
  ])("that answers %s has failed its row (E2)", async (_case, answer, message) => {
    const modules = withEstimator(estimating(() => answer));
    await expect(observe(lending(1), greedy(), 1, modules)).rejects.toMatchObject({
      kind: "illegalDecision",
      message: expect.stringMatching(message),
    });
  });

  test.each([
    [
      "the built-in one without its parameter",
      new PlainParticipants({ selection: { resourceEstimator: FIXED_RESOURCE_ESTIMATOR } }),
      /resources is missing/,
    ],
    [
      "a module that gives none",
      withEstimator(() => "no licence"),
      /org_estimate of kind ResourceEstimator .*: no licence/,
    ],
  ])("that cannot be made fails its row: %s (E1)", async (_case, modules, message) => {
    await expect(observe(lending(1), greedy(), 1, modules)).rejects.toMatchObject({
      kind: "loadFailed",
      message: expect.stringMatching(message),
    });
  });

  test("whose loops go on for ever does not keep a run alive that nothing else does", async () => {
    const modules = withEstimator(estimating(() => "cpus{REV}:1"));
    const plan = clusterPlan({ frameworks: [{ name: "f", jobs: [{ needs: "cpus:9" }] }] });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.end).toMatchObject({ reason: "stalemate" });
    expect(seen.end.endedAt).toBeLessThanOrEqual(secondsToMicros(1100));
  });
});

describe("an update of an agent", () => {
  const gang = (needs: string) => ({ name: "gang", revocable: true, jobs: [{ tasks: 9, gang: true, needs }] });

  test.each([
    ["more (T4)", "cpus{REV}:1", "cpus{REV}:3"],
    ["less (T5)", "cpus{REV}:3", "cpus{REV}:1"],
  ])(
    "has the held revocable offers rescinded when there is %s, after the allocator knows",
    async (_case, first, second) => {
      const modules = withEstimator(estimating((t) => (t < 15 ? first : second)));
      const plan = lending(20, { agents: { a1: "mem:64" }, frameworks: [gang("cpus:1")] });
      const seen = await observe(plan, greedy({ filters: false }), 1, modules);
      const at15 = seen.only("updateAgent", "recoverResources").filter((line) => line.startsWith("15 "));
      expect(at15.map((line) => line.split(" ")[1])).toEqual(["updateAgent", "recoverResources"]);
      expect(at15[1]).toContain(first);
      expect(seen.told("rescinded")).toEqual(["15 rescinded gang batch"]);
      const later = seen.told("sent").filter((line) => Number(line.split(" ")[0]) >= 15 && line.includes("{REV}"));
      const offered = later.map((line) => Number(/\{REV\}:(\d+)/.exec(line)?.[1]));
      expect(offered.reduce((sum, cpus) => sum + cpus, 0)).toBe(Number(/\d+$/.exec(second)?.[0]));
    },
  );

  test("leaves held offers without revocable resources alone (M2)", async () => {
    const modules = withEstimator(estimating((t) => (t < 15 ? "" : "disk{REV}:5")));
    const plan = lending(20, { agents: { a1: "cpus:4" }, frameworks: [gang("cpus:1")] });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.only("updateAgent")).toEqual(["15 updateAgent a1 cpus:4;disk{REV}:5"]);
    expect(seen.told("rescinded")).toEqual([]);
  });

  test("to less than what is in use kills nobody, and nothing more is offered (A4)", async () => {
    const modules = withEstimator(estimating((t) => (t < 15 ? "cpus{REV}:2" : "")));
    const plan = lending(40, {
      agents: { a1: "mem:64" },
      frameworks: [
        {
          name: "f",
          revocable: true,
          jobs: [
            { needs: "cpus:2", runs: 100 },
            { needs: "cpus:1", runs: 100 },
          ],
        },
      ],
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.told("started", "killed")).toEqual(["0 started f-1 a1 cpus{REV}:2"]);
    // What is in use counts as lent still (S2).
    expect(updates(seen).slice(1)).toEqual(["0 updateAgent a1 cpus{REV}:2;mem:64"]);
  });
});

describe("an agent with a QoS controller", () => {
  const overloaded = (loads: readonly (readonly [number, number])[], sketch: PlanSketch = {}) =>
    lending(60, {
      agents: { a1: "cpus:2;cpus{REV}:2" },
      loads: { a1: loads },
      oversubscription: parameters({}, { load_threshold_5min: "7" }),
      frameworks: [
        { name: "lent", revocable: true, jobs: [{ needs: "cpus:2", runs: 100 }, { runs: 100 }, { runs: 100 }] },
      ],
      ...sketch,
    });
  const LOAD = () => new PlainParticipants({ selection: { qosController: LOAD_QOS_CONTROLLER } });

  test("loses its revocable tasks while it is overloaded, and no other (Q4, S7, T8, T10)", async () => {
    const seen = await observe(overloaded([[0, 6.8]]), greedy(), 1, LOAD());
    expect(seen.told("killed")).toEqual([]);

    const killing = await observe(
      overloaded(
        [
          [10, 7.2],
          [10.5, 0],
        ],
        { duration: 12 },
      ),
      greedy(),
      1,
      LOAD(),
    );
    expect(killing.told("killed")).toEqual([
      "10 killed lent-2 containerPreempted placed",
      "10 killed lent-3 containerPreempted placed",
    ]);
    expect(killing.tallies.oversubscription).toMatchObject({
      "slave/executors_preempted": 2,
      "slave/tasks_lost": 2,
      "slave/tasks_gone": 0,
    });
    expect(killing.told("status").filter((line) => line.includes("PREEMPTED"))).toEqual([
      expect.stringContaining("10 status lent-2 TASK_LOST CONTAINER_PREEMPTED"),
      expect.stringContaining("10 status lent-3 TASK_LOST CONTAINER_PREEMPTED"),
    ]);
  });

  test("has killed tasks start again from nothing", async () => {
    const seen = await observe(
      overloaded(
        [
          [10, 8],
          [10.5, 0],
        ],
        { duration: 14 },
      ),
      greedy(),
      1,
      LOAD(),
    );
    const restarted = seen.told("started").filter((line) => !line.startsWith("0 "));
    expect(restarted.map((line) => line.split(" ")[2]).sort()).toEqual(["lent-2", "lent-3"]);
  });

  test("tells partition-aware frameworks that their tasks are gone (S7, T8)", async () => {
    const plan = overloaded(
      [
        [10, 8],
        [10.5, 0],
      ],
      {
        duration: 10,
        agents: { a1: "cpus{REV}:2" },
        frameworks: [{ name: "aware", revocable: true, partitionAware: true, jobs: [{ runs: 100 }] }],
      },
    );
    const seen = await observe(plan, greedy(), 1, LOAD());
    expect(seen.tallies.oversubscription).toMatchObject({ "slave/tasks_gone": 1, "slave/tasks_lost": 0 });
    expect(seen.told("status").filter((line) => line.includes("PREEMPTED"))).toEqual([
      expect.stringContaining("10 status aware-1 TASK_GONE CONTAINER_PREEMPTED"),
    ]);
  });

  test("that reports no load kills nobody (Q4)", async () => {
    const seen = await observe(overloaded([[120, 50]]), greedy(), 1, LOAD());
    expect(seen.told("killed")).toEqual([]);
  });

  test("shows its module what runs, and ignores what cannot be killed (U1, S6, T1)", async () => {
    const usages: ResourceUsage[] = [];
    const kill = (framework: string, executor: string, container?: string) => {
      return { type: "KILL", kill: { framework, executor, ...(container === undefined ? {} : { container }) } };
    };
    const modules = new PlainParticipants({
      selection: { qosController: "org_qos" },
      modules: {
        QoSController: {
          org_qos: (timer) => ({
            initialize: () => null,
            corrections: ({ usage }: { usage: ResourceUsage }) => {
              usages.push(usage);
              if (timer.now !== secondsToMicros(3)) return [];
              return [
                kill("nobody", "f-1"),
                kill("f", "f-9"),
                kill("f", "f-1", "another"),
                { type: "THROTTLE", kill: null },
                kill("f", "f-1"),
                kill("f", "f-1"),
              ];
            },
          }),
        },
      },
    });
    const plan = lending(4, { frameworks: [{ name: "f", refuse: 100, jobs: [{ needs: "cpus:1", runs: 100 }] }] });
    const seen = await observe(plan, greedy(), 1, modules);
    const [executor] = usages[2]?.executors ?? [];
    expect(usages[2]?.total).toBe("cpus:4");
    expect(executor).toMatchObject({ allocated: "cpus:1", executor: { id: "f-1", framework: "f" } });
    expect(executor?.tasks).toMatchObject([{ id: "f-1", resources: "cpus:1", labels: [] }]);
    expect(executor?.statistics).not.toBeNull();
    expect(seen.told("killed")).toEqual(["3 killed f-1 containerPreempted placed"]);
    expect(seen.tallies.oversubscription).toMatchObject({ "slave/executors_preempted": 1 });
    expect(modules.warnings.filter((line) => line.includes("is ignored"))).toHaveLength(5);
  });

  test("that answers nonsense has failed its row", async () => {
    const modules = new PlainParticipants({
      selection: { qosController: "org_qos" },
      modules: { QoSController: { org_qos: () => ({ corrections: () => ({ kill: "all" }) }) } },
    });
    await expect(observe(lending(3), greedy(), 1, modules)).rejects.toMatchObject({
      kind: "illegalDecision",
      message: expect.stringContaining("agent a1: the QoS controller's answer: corrections is to be a list"),
    });
  });

  test("that kills over and over ends in a stalemate rather than never", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus{REV}:1" },
      loads: { a1: [[0, 9]] },
      oversubscription: parameters({}, { load_threshold_15min: "1" }),
      frameworks: [{ name: "f", revocable: true, refuse: 0, jobs: [{ runs: 100 }] }],
    });
    const seen = await observe(plan, greedy(), 1, LOAD());
    expect(seen.end.reason).toBe("stalemate");
    expect(seen.tallies.oversubscription?.["slave/executors_preempted"]).toBeGreaterThan(1000);
  });
});
