import { describe, expect, it } from "vitest";
import type { Cluster } from "../../src/sdk/cluster.js";
import type { Agent, Role, Subscription } from "../../src/sdk/model.js";
import { AskedCluster } from "./asked-cluster.js";

/** One agent, one framework in prod that takes revocable resources. */
function told(): AskedCluster {
  return new AskedCluster()
    .agent("a1", "cpus:4;mem:100")
    .agent("a2", "cpus:4;mem:100")
    .framework("web", ["prod"], ["REVOCABLE_RESOURCES"]);
}

const web = (cluster: Cluster) => cluster.subscriptions()[0] as Subscription;
const on = (cluster: Cluster, agent = 0) => cluster.agents[agent] as Agent;
const role = (cluster: Cluster, name: string) => cluster.roles.find((one) => one.name === name) as Role;

describe("an allocator", () => {
  it("returns offers, and each is made as it is taken from the list", () => {
    const asked = told();
    const { offers } = asked.call(function* (cluster) {
      const resources = cluster.resources("cpus:1");
      yield { subscription: web(cluster), agent: on(cluster), resources, why: "first" };
      expect(on(cluster).free[0]).toBe(3000);
      yield { subscription: web(cluster), agent: on(cluster, 1), resources };
    });
    const cpus = asked.directory.resourceKeys.parse("cpus:1");
    expect(offers).toMatchObject([
      { framework: 2, role: 3, agent: 0, resources: cpus, lends: null, why: "first" },
      { framework: 2, role: 3, agent: 1, resources: cpus, lends: null, why: null },
    ]);
  });

  it("may return a list, make its offers itself, do both, or nothing", () => {
    const asked = told();
    const one = (cluster: Cluster, agent: number) => ({
      subscription: web(cluster),
      agent: on(cluster, agent),
      resources: cluster.resources("cpus:1"),
    });
    const { offers } = asked.call((cluster) => {
      cluster.offer(web(cluster), on(cluster, 1), cluster.resources("cpus:1"));
      return [one(cluster, 0)];
    });
    expect(offers).toHaveLength(2);
    expect(asked.call(() => {}).offers).toEqual([]);
    expect(asked.call(() => []).offers).toEqual([]);
  });

  it("adds what is offered to the same framework, role and agent to one offer, and the last reason stands", () => {
    const asked = told();
    const { offers } = asked.call((cluster) => {
      cluster.offer(web(cluster), on(cluster), cluster.resources("cpus:1"), { why: "one" });
      cluster.offer(web(cluster), on(cluster), cluster.resources("cpus:1;mem:10"), { why: "two" });
      cluster.offer(web(cluster), on(cluster), cluster.resources("mem:10"));
      expect(web(cluster).count).toBe(1);
    });
    const resources = asked.directory.resourceKeys.parse("cpus:2;mem:20");
    expect(offers).toMatchObject([{ resources, why: "two" }]);
  });

  it("lends a role's resources as revocable ones, from one owner in an offer", () => {
    const asked = told();
    const { offers } = asked.call((cluster) => {
      const [owner, other] = [role(cluster, "batch"), role(cluster, "eng")];
      cluster.offer(web(cluster), on(cluster), cluster.resources("cpus:1"), { owner });
      expect(cluster.lendsFromOther(web(cluster), on(cluster), owner)).toBe(false);
      expect(cluster.lendsFromOther(web(cluster), on(cluster), other)).toBe(true);
      expect(() => cluster.offer(web(cluster), on(cluster), cluster.resources("cpus:1"), { owner: other })).toThrow(
        "an offer lends from one owner only",
      );
      expect(on(cluster).holdings[0]?.lent).toEqual([{ owner, amounts: cluster.resources("cpus:1") }]);
      expect(owner.lent[0]).toBe(1000);
    });
    const { resourceKeys } = asked.directory;
    const lends = { owner: 0, resources: resourceKeys.parse("cpus:1") };
    expect(offers).toMatchObject([{ resources: resourceKeys.parse("cpus{REV}:1"), lends }]);
  });

  it("takes a task back, asks for resources, and to be woken", () => {
    const asked = told();
    asked.call((cluster) => {
      cluster.offer(web(cluster), on(cluster), cluster.resources("cpus:1"), { owner: role(cluster, "batch") });
    });
    asked.start("t1", "web", "prod", "a1", "cpus{REV}:1");
    const decisions = asked.call((cluster) => {
      const [task] = cluster.tasks;
      cluster.revoke(task!, cluster.t + 5, role(cluster, "batch"), "batch is back");
      cluster.inverseOffer(task!.framework, task!.agent, cluster.resources("cpus{REV}:1"), 9, "maintenance");
      cluster.wake(3);
      expect(task!.reclaimedFor).toBe(role(cluster, "batch"));
    });
    const resources = asked.directory.resourceKeys.parse("cpus{REV}:1");
    expect(decisions).toEqual({
      offers: [],
      revocations: [{ framework: 2, role: 3, agent: 0, deadline: 5, task: 0, resources, why: "batch is back" }],
      inverseOffers: [{ framework: 2, agent: 0, deadline: 9, resources, why: "maintenance" }],
      wakeAt: 3,
    });
    expect(asked.call(() => {})).toEqual({ offers: [], revocations: [], inverseOffers: [], wakeAt: null });
  });

  it("reports its own numbers at the time of the call", () => {
    const asked = told();
    asked.at(2).call((cluster) => {
      cluster.metric("queue", 3, "tasks");
      cluster.metric("load", 0.5);
    });
    expect(asked.samples).toEqual([
      { t: 2_000_000, name: "queue", unit: "tasks", value: 3 },
      { t: 2_000_000, name: "load", unit: "", value: 0.5 },
    ]);
  });
});

describe("what an allocator gets wrong is said in its own terms:", () => {
  const wrong = (decide: (cluster: Cluster) => unknown) => {
    try {
      told().call(decide as never);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("it should have failed");
  };
  const offer = (over: object) => (cluster: Cluster) => [
    { subscription: web(cluster), agent: on(cluster), resources: cluster.resources("cpus:1"), ...over },
  ];

  it.each([
    ["a number for offers", () => 3, "decide returned 3, not a list of offers"],
    ["an async decide", async () => [], "decide returned a promise (it may not be async), not a list of offers"],
    ["an offer that is none", () => [[], 7], "offer 1: subscription is undefined, not one of the cluster's"],
    ["a number for an offer", () => [7], "offer 1 is 7"],
    ["no subscription", offer({ subscription: undefined }), "offer 1: subscription is undefined"],
    ["no agent", offer({ agent: undefined }), "offer 1: agent is undefined, not one of cluster.agents"],
    ["an agent's id", offer({ agent: 0 }), "offer 1: agent is 0, not one of cluster.agents"],
    [
      "an agent's copy",
      (cluster: Cluster) => offer({ agent: { ...on(cluster) } })(cluster),
      "agent is an object, not one",
    ],
    ["no resources", offer({ resources: null }), "offer 1: resources are null, not a vector"],
    [
      "a short vector",
      offer({ resources: [1000] }),
      "offer 1: resources have 1 amounts, but there are 4 resource keys",
    ],
    [
      "NaN",
      offer({ resources: [Number.NaN, 0, 0, 0] }),
      "offer 1: resources hold NaN of cpus: amounts are whole thousandths, from 0 on",
    ],
    [
      "half a thousandth",
      offer({ resources: [0.5, 0, 0, 0] }),
      "offer 1: resources hold 0.5 of cpus: amounts are whole thousandths, from 0 on",
    ],
    [
      "without end",
      offer({ resources: [0, Infinity, 0, 0] }),
      "offer 1: resources hold Infinity of mem: amounts are whole thousandths, from 0 on",
    ],
    [
      "a text",
      offer({ resources: ["1" as never, 0, 0, 0] }),
      'offer 1: resources hold "1" of cpus: amounts are whole thousandths, from 0 on',
    ],
    [
      "less than nothing",
      offer({ resources: [0, -1, 0, 0] }),
      "offer 1: resources hold -1 of mem: amounts are whole thousandths, from 0 on",
    ],
    ["an owner's name", offer({ owner: "prod" }), 'offer 1: owner is "prod", not one of cluster.roles'],
    ["a reason that is no text", offer({ why: 7 }), "offer 1: why is 7, not a text"],
    ["a reason that is too long", offer({ why: "€".repeat(342) }), "offer 1: why is longer than 1024 bytes"],
    ["a task that is none", (c: Cluster) => c.revoke(7 as never, 1, on(c) as never), "revoke: the task does not run"],
    ["a wake-up at no time", (c: Cluster) => c.wake(Number.NaN), "t is NaN, not a whole number of microseconds"],
    [
      "a metric without a value",
      (c: Cluster) => c.metric("x", undefined as never),
      "metric x: undefined is not a finite",
    ],
    ["a metric without a name", (c: Cluster) => c.metric(undefined as never, 1), "a metric's name has letters, digits"],
  ])("%s", (_, decide, message) => {
    expect(wrong(decide)).toContain(message);
  });

  it("may be a reason that is just short enough", () => {
    const why = "€".repeat(341);
    expect(told().call(offer({ why }) as never).offers[0]?.why).toBe(why);
  });

  it("a trigger that is none", () => {
    expect(() => new AskedCluster({ script: { triggers: ["allocate" as never] } })).toThrow(
      'triggers hold "allocate": there are recoverResources and requestResources',
    );
    expect(() => new AskedCluster({ script: { triggers: "recoverResources" as never } })).toThrow(
      'triggers are "recoverResources", not a list',
    );
  });

  it("a decision in onEvent", () => {
    const onEvent = (cluster: Cluster) => cluster.wake(9);
    expect(() => new AskedCluster({ script: { onEvent } }).framework("web", ["prod"]).call(() => {})).toThrow(
      "decisions are made while decide runs",
    );
  });
});
