import { describe, expect, it } from "vitest";
import type { Cluster } from "../../src/sdk/cluster.js";
import type { Agent, Framework, Role, Subscription, Task } from "../../src/sdk/model.js";
import { AskedCluster } from "./asked-cluster.js";

function named<Noun extends { readonly name: string }>(nouns: readonly Noun[], name: string): Noun {
  return nouns.find((noun) => noun.name === name) as Noun;
}

function subscription(cluster: Cluster, framework: string, role: string): Subscription {
  const { subscriptions } = named<Role>(cluster.roles, role);
  return subscriptions.find((one) => one.framework === named<Framework>(cluster.frameworks, framework)) as Subscription;
}

function agent(cluster: Cluster, name: string): Agent {
  return named<Agent>(cluster.agents, name);
}

const inRoles = (subscriptions: readonly Subscription[]) =>
  subscriptions.map(({ framework, role }) => `${framework.name} in ${role.name}`);

describe("what may be offered", () => {
  const offerable = (told: AskedCluster, framework: string, role: string, on = "a1") =>
    told.ask((cluster) => {
      const resources = cluster.offerable(subscription(cluster, framework, role), agent(cluster, on));
      return resources === null ? null : cluster.text(resources);
    });

  it("is unreserved, or reserved to the role or one above it", () => {
    const told = new AskedCluster()
      .agent("a1", "cpus:1;cpus(eng):2;cpus(eng/ml):4;cpus(prod):8;mem:64")
      .framework("web", ["eng", "eng/ml", "batch"]);
    expect(offerable(told, "web", "eng")).toBe("cpus:1;cpus(eng):2;mem:64");
    expect(offerable(told, "web", "eng/ml")).toBe("cpus:1;cpus(eng):2;cpus(eng/ml):4;mem:64");
    expect(offerable(told, "web", "batch")).toBe("cpus:1;mem:64");
  });

  it("is revocable only for who takes that", () => {
    const told = new AskedCluster()
      .agent("a1", "cpus:1;cpus{REV}:2")
      .framework("web", ["prod"])
      .framework("nightly", ["batch"], ["REVOCABLE_RESOURCES"]);
    expect(offerable(told, "web", "prod")).toBe("cpus:1");
    expect(offerable(told, "nightly", "batch")).toBe("cpus:1;cpus{REV}:2");
  });

  it("is nothing of an agent with gpus for who cannot use them (P1), unless the run says otherwise", () => {
    const tell = (filterGpuResources: boolean) =>
      new AskedCluster({ options: { filterGpuResources } })
        .agent("a1", "cpus:1;gpus:1")
        .framework("web", ["prod"])
        .framework("nightly", ["prod"], ["GPU_RESOURCES"]);
    expect(offerable(tell(true), "web", "prod")).toBeNull();
    expect(offerable(tell(true), "nightly", "prod")).toBe("cpus:1;gpus:1");
    expect(offerable(tell(false), "web", "prod")).toBe("cpus:1;gpus:1");
  });

  it("is nothing below the minimum, and anything where there is none", () => {
    const small = { op: "addAgent", total: "cpus:0.005;mem:16" } as const;
    expect(offerable(new AskedCluster().agent("a1", small.total).framework("web", ["prod"]), "web", "prod")).toBeNull();
    const free = new AskedCluster({ options: { minAllocatable: [] } });
    expect(offerable(free.agent("a1", small.total).framework("web", ["prod"]), "web", "prod")).toBe(small.total);
  });

  it("is nothing of an agent that is away, deactivated or not whitelisted", () => {
    const told = new AskedCluster().agent("a1", "cpus:1").agent("a2", "cpus:1").framework("web", ["prod"]);
    const { agents } = told.directory;
    expect(offerable(told, "web", "prod", "a4")).toBeNull();
    expect(offerable(told.tell({ op: "deactivateAgent", agent: agents.id("a1") }), "web", "prod")).toBeNull();
    expect(offerable(told, "web", "prod", "a2")).toBe("cpus:1");
    told.tell({ op: "updateWhitelist", agents: [agents.id("a1")] });
    expect(offerable(told, "web", "prod", "a2")).toBeNull();
  });

  it("is nothing for who suppressed offers, is deactivated or has left", () => {
    const told = new AskedCluster().agent("a1", "cpus:1").framework("web", ["prod", "batch"]);
    const framework = told.directory.frameworks.id("web");
    told.tell({ op: "suppressOffers", framework, roles: [told.directory.roles.id("prod")] });
    expect(offerable(told, "web", "prod")).toBeNull();
    expect(offerable(told, "web", "batch")).toBe("cpus:1");
    expect(offerable(told.tell({ op: "reviveOffers", framework, roles: [] }), "web", "prod")).toBe("cpus:1");
    expect(offerable(told.tell({ op: "deactivateFramework", framework }), "web", "prod")).toBeNull();
  });

  it("is nothing that was refused a while ago, but more than that", () => {
    const told = new AskedCluster().agent("a1", "cpus:4").framework("web", ["prod"]);
    told.call((cluster) =>
      cluster.offer(subscription(cluster, "web", "prod"), agent(cluster, "a1"), cluster.resources("cpus:2")),
    );
    told.decline("web", "prod", "a1", "cpus:2", 10);
    expect(offerable(told, "web", "prod")).toBe("cpus:4");
    told.call((cluster) =>
      cluster.offer(subscription(cluster, "web", "prod"), agent(cluster, "a1"), cluster.resources("cpus:4")),
    );
    told.decline("web", "prod", "a1", "cpus:4", 10);
    expect(offerable(told, "web", "prod")).toBeNull();
    expect(offerable(told.at(10), "web", "prod")).toBe("cpus:4");
  });
});

describe("who comes next", () => {
  const told = () =>
    new AskedCluster()
      .agent("a1", "cpus:10;mem:1000")
      .agent("a2", "cpus:10;mem:1000")
      .framework("analytics", ["prod", "batch"])
      .framework("web", ["prod"]);

  it("is by share, then by number of offers, then by name", () => {
    const asked = told();
    const shares = asked.ask((cluster) => {
      const [web, analytics] = [subscription(cluster, "web", "prod"), subscription(cluster, "analytics", "prod")];
      expect(inRoles(cluster.subscriptionsByShare(web.role))).toEqual(["analytics in prod", "web in prod"]);
      cluster.offer(analytics, agent(cluster, "a1"), cluster.resources("cpus:5;mem:100"));
      expect(inRoles(cluster.subscriptionsByShare(web.role))).toEqual(["web in prod", "analytics in prod"]);
      expect(cluster.rolesByShare().map(({ name }) => name)).toEqual(["batch", "prod"]);
      return [cluster.subscriptionShare(analytics), cluster.roleShare(web.role), cluster.subscriptionShare(web)];
    });
    expect(shares).toEqual([0.25, 0.25, 0]);
  });

  it("divides a role's share by its weight", () => {
    const asked = told().tell({ op: "updateWeights", weights: [{ role: 3 as never, weight: 2 }] });
    expect(
      asked.ask((cluster) => {
        const web = subscription(cluster, "web", "prod");
        cluster.offer(web, agent(cluster, "a1"), cluster.resources("mem:1000"));
        return [cluster.roleShare(web.role), cluster.subscriptionShare(web)];
      }),
    ).toEqual([0.25, 0.5]);
  });

  it("leaves out of shares what the run excludes", () => {
    const asked = new AskedCluster({ options: { fairnessExclude: ["mem"] } })
      .agent("a1", "cpus:4;mem:100")
      .framework("web", ["prod"]);
    expect(asked.ask((cluster) => cluster.dominantShare(cluster.resources("cpus:1;mem:100")))).toBe(0.25);
  });

  it("counts all kinds of a resource in a share", () => {
    const asked = new AskedCluster().agent("a1", "cpus:4;cpus(prod):4;cpus{REV}:2");
    const share = asked.ask((cluster) => cluster.dominantShare(cluster.resources("cpus:1;cpus(prod):1;cpus{REV}:2")));
    expect(share).toBe(4 / 10);
  });

  it("lists those who want offers by role, then by framework", () => {
    const asked = told();
    expect(asked.ask((cluster) => inRoles(cluster.subscriptions()))).toEqual([
      "analytics in batch",
      "analytics in prod",
      "web in prod",
    ]);
    expect(asked.ask((cluster) => inRoles(cluster.subscriptions(cluster.roles[3])))).toEqual([
      "analytics in prod",
      "web in prod",
    ]);
  });
});

describe("demand", () => {
  it("is what waits in a role, and counts down as tasks of its size start", () => {
    const asked = new AskedCluster()
      .agent("a1", "cpus:10;mem:1000")
      .framework("web", ["prod", "batch"])
      .demand("web", "prod", [2, "cpus:1;mem:100"], [1, "cpus:3"]);
    const demand = () =>
      asked.ask((cluster) => {
        const web = subscription(cluster, "web", "prod");
        const groups = cluster.demand(web).map(({ count, resources }) => `${count} x ${cluster.text(resources)}`);
        return { groups, sum: cluster.text(cluster.roleDemand(web.role)) };
      });
    expect(demand()).toEqual({ groups: ["2 x cpus:1;mem:100", "1 x cpus:3"], sum: "cpus:5;mem:200" });
    asked.call((cluster) => {
      cluster.offer(subscription(cluster, "web", "prod"), agent(cluster, "a1"), cluster.resources("cpus:4;mem:100"));
    });
    asked.start("t1", "web", "prod", "a1", "cpus:3");
    expect(demand()).toEqual({ groups: ["2 x cpus:1;mem:100"], sum: "cpus:2;mem:200" });
    asked.start("t2", "web", "prod", "a1", "cpus:1;mem:100");
    expect(demand()).toEqual({ groups: ["1 x cpus:1;mem:100"], sum: "cpus:1;mem:100" });
  });

  it("of a role is of those who want offers only", () => {
    const asked = new AskedCluster().framework("web", ["prod"]).demand("web", "prod", [2, "cpus:1"]);
    asked.tell({ op: "suppressOffers", framework: asked.directory.frameworks.id("web"), roles: [] });
    expect(asked.ask((cluster) => cluster.text(cluster.roleDemand(cluster.roles[3] as Role)))).toBe("");
  });
});

describe("the best fit", () => {
  const asked = () =>
    new AskedCluster().agent("a1", "cpus:8;mem:40").agent("a2", "cpus:4;mem:200").agent("a3", "cpus:4;mem:200");
  const best = (wanted: string, among: readonly string[] = ["a3", "a2", "a1"]) =>
    asked().ask((cluster) => {
      const agents = among.map((name) => agent(cluster, name));
      return cluster.bestFit(agents, cluster.resources(wanted))?.name ?? null;
    });

  it("leaves least over, as a sum of shares of the cluster; the lowest id among equals", () => {
    expect(best("cpus:1")).toBe("a1");
    expect(best("cpus:1", ["a3", "a2"])).toBe("a2");
    expect(best("mem:150")).toBe("a2");
  });

  it("is none where it fits nowhere", () => {
    expect(best("cpus:9")).toBeNull();
    expect(best("cpus:1", [])).toBeNull();
  });
});

describe("who has to go for a task", () => {
  const told = () =>
    new AskedCluster()
      .agent("a1", "cpus{REV}:4")
      .framework("nightly", ["batch"], ["REVOCABLE_RESOURCES"])
      .start("t1", "nightly", "batch", "a1", "cpus{REV}:1");
  const victims = (asked: AskedCluster, tasks: readonly unknown[]) =>
    asked.ask((cluster) => cluster.victimsFor(cluster.resources("cpus:1"), tasks as Task[]));

  it("is one of the tasks that run", () => {
    const asked = told();
    const [task] = asked.ask(({ tasks }) => tasks);
    expect(victims(asked, [task])?.map(({ id }) => id)).toEqual([task?.id]);
    for (const [other, shown] of [
      [undefined, "undefined"],
      [null, "null"],
      ["t1", '"t1"'],
      [{ ...task }, "an object"],
    ]) {
      expect(() => victims(told(), [other])).toThrow(`task is ${shown}, not one of cluster.tasks`);
    }
  });

  it("is no task that has ended", () => {
    const asked = told();
    const [task] = asked.ask(({ tasks }) => tasks);
    asked.end("t1", "nightly", "batch", "a1", "cpus{REV}:1");
    expect(() => victims(asked, [task])).toThrow("task is an object, not one of cluster.tasks");
  });
});

describe("resource texts", () => {
  const asked = new AskedCluster().agent("a1", "cpus:4;cpus(prod):2;mem:100");

  it.each([
    ["cpus:4;mem:1024", "cpus:4;mem:1024"],
    [" mem: 0.5 ; cpus(prod):1.250;cpus{REV}:0.001;; cpus:0 ", "cpus(prod):1.25;cpus{REV}:0.001;mem:0.5"],
    ["", ""],
  ])("%j is read, and written in one way", (text, written) => {
    expect(asked.ask((cluster) => cluster.text(cluster.resources(text)))).toBe(written);
  });

  it.each([
    ["gpus:1", 'resources: no agent of this run has "gpus"'],
    ["cpus", 'resources: "cpus" is not NAME:AMOUNT with at most three decimals'],
    ["cpus:-1", 'resources: "cpus:-1" is not NAME:AMOUNT'],
    ["cpus:1.2345", 'resources: "cpus:1.2345" is not NAME:AMOUNT'],
  ])("%j is refused", (text, message) => {
    expect(() => asked.ask((cluster) => cluster.resources(text))).toThrow(message);
  });
});
