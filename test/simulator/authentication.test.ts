import { describe, expect, test } from "vitest";
import { AllocatorFailure } from "../../src/allocator/failure.js";
import type { AuthenticationPlan } from "../../src/cluster/plan.js";
import { failed } from "../../src/kinds/outcome.js";
import { clusterPlan } from "./cluster-plans.js";
import { greedy } from "./greedy-allocator.js";
import { observe } from "./observed-simulation.js";
import { type PlainModule, PlainParticipants } from "./plain-participants.js";

const WEB = { principal: "web", secret: "s3cret" };
const AGENT = { principal: "agent", secret: "4gent" };
const BOTH: AuthenticationPlan = { credentials: [WEB, AGENT], required: false };

function counted(accepted: number, refused: number, failures = 0) {
  return {
    "authentications.accepted": accepted,
    "authentications.refused": refused,
    "authentications.failed": failures,
  };
}

describe("a run without authentication", () => {
  test("asks nobody who he is, whatever credentials there are", async () => {
    const plain = await observe(clusterPlan({ frameworks: [{ name: "web", jobs: [{}] }] }), greedy());
    const plan = clusterPlan({
      frameworks: [{ name: "web", jobs: [{}], credential: WEB }],
      credentials: { a1: { principal: "nobody", secret: null } },
    });
    const seen = await observe(plan, greedy());
    expect(seen.journal).toEqual(plain.journal);
    expect(seen.tallies.authentication).toBeNull();
  });
});

describe("a master that authenticates", () => {
  test("lets agents and frameworks in that know their secret, at the very same time (U1)", async () => {
    const plan = clusterPlan({
      authentication: BOTH,
      credentials: { a1: AGENT },
      frameworks: [{ name: "web", jobs: [{ runs: 10 }], credential: WEB }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 10_000_000, reason: "jobsEnded" });
    expect(seen.only("addAgent", "addFramework").map((line) => line.split(" ").slice(0, 3))).toEqual([
      ["0", "addAgent", "a1"],
      ["0", "addFramework", "web"],
    ]);
    expect(seen.tallies.authentication).toEqual(counted(2, 0));
  });

  test("turns away a framework with a wrong secret, and a run that has no other ends at once (U2)", async () => {
    const plan = clusterPlan({
      authentication: BOTH,
      frameworks: [{ name: "web", jobs: [{}, { at: 3600 }], credential: { principal: "web", secret: "wrong" } }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 0, reason: "stalemate" });
    expect(seen.only("addFramework")).toEqual([]);
    expect(seen.told("submitted")).toEqual(["0 submitted web-1"]);
    expect(seen.tallies.authentication).toEqual(counted(0, 1));
  });

  test("serves the others to their end, and then the run is over", async () => {
    const plan = clusterPlan({
      authentication: BOTH,
      frameworks: [
        { name: "bad", jobs: [{}], credential: { principal: "unknown", secret: "x" } },
        { name: "web", jobs: [{ runs: 30 }], credential: WEB },
      ],
    });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 30_000_000, reason: "stalemate" });
    expect(seen.told("finished")).toEqual(["30 finished web-1"]);
  });

  test("until a planned end waits in vain for a refused framework's jobs and services", async () => {
    const plan = clusterPlan({
      authentication: BOTH,
      duration: 60,
      frameworks: [
        { name: "late", jobs: [{ at: 20 }], credential: { principal: "web", secret: null } },
        { name: "srv", service: { instances: 2, needs: "cpus:1" }, credential: { principal: "x", secret: "y" } },
      ],
    });
    const seen = await observe(plan, greedy());
    expect(seen.end).toMatchObject({ endedAt: 60_000_000, reason: "duration" });
    expect(seen.told("submitted")).toEqual(["0 submitted srv-1", "0 submitted srv-2", "20 submitted late-1"]);
    expect(seen.told("started")).toEqual([]);
    // U3: without a secret nothing is even sent.
    expect(seen.tallies.authentication).toEqual(counted(0, 2));
  });

  test("never sees a refused agent, until its machine is restarted and refused again (U9)", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:4", a2: "cpus:4" },
      authentication: BOTH,
      credentials: { a1: { principal: "agent", secret: "wrong" }, a2: AGENT },
      faults: [{ at: 5, agent: "a1", lasts: 5 }],
      frameworks: [{ name: "web", jobs: [{ runs: 20 }] }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("addAgent", "removeAgent").map((line) => line.split(" ")[2])).toEqual(["a2"]);
    expect(seen.tallies.authentication).toEqual(counted(1, 2));
  });

  test("knows an agent anew when it comes back after a loss", async () => {
    const plan = clusterPlan({
      authentication: BOTH,
      credentials: { a1: AGENT },
      faults: [{ at: 5, agent: "a1", lasts: 5 }],
      frameworks: [{ name: "web", jobs: [{ runs: 20 }] }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("addAgent", "removeAgent").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "0 addAgent",
      "5 removeAgent",
      "10 addAgent",
    ]);
    expect(seen.end.endedAt).toBe(30_000_000);
    expect(seen.tallies.authentication).toEqual(counted(2, 0));
  });

  test("lets in who has no credential unless one is required", async () => {
    const frameworks = [{ name: "web", jobs: [{}] }];
    const open = await observe(clusterPlan({ authentication: BOTH, frameworks }), greedy());
    expect(open.end.reason).toBe("jobsEnded");
    expect(open.tallies.authentication).toEqual(counted(0, 0));

    const closed = await observe(clusterPlan({ authentication: { ...BOTH, required: true }, frameworks }), greedy());
    expect(closed.end).toMatchObject({ endedAt: 0, reason: "stalemate" });
    expect(closed.only("addAgent", "addFramework")).toEqual([]);
    expect(closed.tallies.authentication).toEqual(counted(0, 2));
  });

  test("announces a maintenance only of an agent that it knows", async () => {
    const plan = clusterPlan({
      agents: { a1: "cpus:4", a2: "cpus:4" },
      authentication: { credentials: [], required: false },
      credentials: { a1: AGENT },
      maintenance: [{ agent: "a1", announced: 1, from: 2, lasts: 3 }],
      frameworks: [{ name: "web", jobs: [{ runs: 20 }] }],
    });
    const seen = await observe(plan, greedy());
    expect(seen.only("updateUnavailability", "removeAgent")).toEqual([]);
    expect(seen.end.reason).toBe("jobsEnded");
  });
});

describe("modules that authenticate", () => {
  const acceptsAll = (): PlainModule => ({
    initialize: () => ({ warnings: ["everybody is welcome"] }),
    authenticate: () => ({ send: [{ type: "completed" }], outcome: { kind: "ready", value: "guest" } }),
    onMessage: () => ({}),
  });
  const asksAndBelieves = (): PlainModule => ({
    authenticate: ({ client }: { client: string }) => ({ send: [{ type: "authenticate", client }] }),
    onMessage: () => ({ outcome: { kind: "ready", value: true } }),
  });

  test("stand in for the built-in ones on both sides, one authenticatee for each client (U10)", async () => {
    const modules = new PlainParticipants({
      selection: { authenticator: "org_door", authenticatee: "org_knock" },
      modules: { Authenticator: { org_door: acceptsAll }, Authenticatee: { org_knock: asksAndBelieves } },
    });
    const plan = clusterPlan({
      credentials: { a1: { principal: "x", secret: null } },
      frameworks: [{ name: "web", jobs: [{}], credential: { principal: "y", secret: null } }],
    });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.end.reason).toBe("jobsEnded");
    expect(seen.tallies.authentication).toEqual(counted(2, 0));
    expect(modules.made).toEqual(["Authenticator org_door", "Authenticatee org_knock", "Authenticatee org_knock"]);
    expect(modules.closed).toHaveLength(3);
    expect(modules.warnings).toEqual(["the authenticator org_door: everybody is welcome"]);
  });

  test("that fail each attempt keep a framework waiting, and in the end the run is a stalemate", async () => {
    const modules = new PlainParticipants({
      selection: { authenticator: "org_down" },
      modules: {
        Authenticator: {
          org_down: () => ({
            authenticate: (_input, complete) => complete(failed("the directory is down")),
            onMessage: () => ({}),
          }),
        },
      },
    });
    const plan = clusterPlan({ frameworks: [{ name: "web", jobs: [{}], credential: WEB }] });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(seen.end.reason).toBe("stalemate");
    expect(seen.end.endedAt).toBeLessThan(3600_000_000);
    expect(seen.tallies.authentication?.["authentications.failed"]).toBeGreaterThan(10);
    expect(seen.tallies.authentication).toMatchObject({ "authentications.accepted": 0, "authentications.refused": 0 });
  });

  test("that fail at first delay a framework, and nothing else", async () => {
    let attempts = 0;
    const modules = new PlainParticipants({
      selection: { authenticator: "org_slow", authenticatee: "org_knock" },
      modules: {
        Authenticator: {
          org_slow: () => ({
            authenticate: (_input, complete) => {
              if (++attempts < 3) return complete(failed("not yet"));
              return { send: [{ type: "completed" }], outcome: { kind: "ready", value: "guest" } };
            },
            onMessage: () => ({}),
          }),
        },
        Authenticatee: { org_knock: asksAndBelieves },
      },
    });
    const plan = clusterPlan({ frameworks: [{ name: "web", jobs: [{ runs: 10 }], credential: WEB }] });
    const seen = await observe(plan, greedy(), 1, modules);
    expect(attempts).toBe(3);
    expect(seen.end.reason).toBe("jobsEnded");
    expect(seen.end.endedAt).toBeGreaterThan(20_000_000);
  });

  test.each([
    ["cannot be created", () => "out of order", "could not be created: out of order"],
    [
      "cannot be initialized",
      () => ({ initialize: (_: never, complete) => complete(failed("no keytab")) }) as PlainModule,
      "the authenticator org_door: no keytab",
    ],
  ])("that %s end the row before anything happens", async (_case, org_door, message) => {
    const modules = new PlainParticipants({
      selection: { authenticator: "org_door" },
      modules: { Authenticator: { org_door } },
    });
    const run = observe(clusterPlan(), greedy(), 1, modules);
    await expect(run).rejects.toThrow(AllocatorFailure);
    await expect(run).rejects.toMatchObject({ kind: "loadFailed", message: expect.stringContaining(message) });
  });
});

describe("anonymous modules", () => {
  test("are created once each, before everything else, and never closed (A1, A3)", async () => {
    const order: string[] = [];
    const anonymous = (name: string) => () => {
      order.push(name);
      return {};
    };
    const modules = new PlainParticipants({
      selection: { hooks: ["h"] },
      modules: {
        Hook: { h: anonymous("hook") },
        Anonymous: { b: anonymous("b"), a: anonymous("a") },
      },
    });
    const allocator = greedy();
    const run = await observe(
      clusterPlan(),
      (context) => {
        order.push("allocator");
        return allocator(context);
      },
      1,
      modules,
    );
    expect(run.end.reason).toBe("jobsEnded");
    expect(order).toEqual(["b", "a", "hook", "allocator"]);
    expect(modules.closed).toEqual(["Hook h"]);
  });

  test("of which one cannot be created end the row (A2)", async () => {
    const modules = new PlainParticipants({ modules: { Anonymous: { org_watch: () => "no port" } } });
    await expect(observe(clusterPlan(), greedy(), 1, modules)).rejects.toMatchObject({
      kind: "loadFailed",
      message: "the module org_watch of kind Anonymous could not be created: no port",
    });
  });
});
