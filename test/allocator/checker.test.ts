import { describe, expect, it } from "vitest";
import { checkAndBook } from "../../src/allocator/checker.js";
import { type Decisions, NO_DECISIONS, type Offer, type Revocation } from "../../src/allocator/decisions.js";
import type { AgentId, FrameworkId, ResourceKeyId, TaskId } from "../../src/cluster/ids.js";
import { type SmallCluster, smallCluster } from "../fixtures/small-cluster.js";

function ready(): SmallCluster {
  const cluster = smallCluster();
  cluster.addAgent("a1");
  cluster.addFramework("web");
  cluster.addFramework("analytics", ["batch"], ["REVOCABLE_RESOURCES", "RESERVATION_REFINEMENT"]);
  return cluster;
}

function judge(cluster: SmallCluster, decisions: Partial<Decisions>): string | undefined {
  return checkAndBook(cluster.ledger, 1_000_000, { ...NO_DECISIONS, ...decisions });
}

function judgeOffers(cluster: SmallCluster, ...offers: Offer[]): string | undefined {
  return judge(cluster, { offers });
}

describe("the checker passes", () => {
  it("an offer of what is there", () => {
    const cluster = ready();
    expect(judgeOffers(cluster, cluster.offer({ resources: "cpus:8;mem:1024" }))).toBeUndefined();
  });

  it("revocable resources made of an idle guarantee, to a framework that can take them", () => {
    const cluster = ready();
    const lent = cluster.offer({
      framework: "analytics",
      role: "batch",
      resources: "cpus{REV}:6",
      lends: ["prod", "cpus:6"],
    });
    expect(judgeOffers(cluster, lent)).toBeUndefined();
    expect(cluster.directory.resourceKeys.format(cluster.ledger.available(0 as AgentId))).toBe("cpus:2;mem:1024");
  });

  it("a reservation offered to its role, and an ancestor's to a role below", () => {
    const cluster = ready();
    cluster.addAgent("a2", "cpus(batch):4;cpus:1");
    cluster.ledger.apply({
      op: "updateFramework",
      framework: cluster.directory.frameworks.id("analytics"),
      roles: [cluster.directory.roles.id("batch/night")],
      suppressedRoles: [],
    });
    const below = { framework: "analytics", role: "batch/night", agent: "a2", resources: "cpus(batch):4" };
    expect(judgeOffers(cluster, cluster.offer(below))).toBeUndefined();
  });

  it("a limit that is reached exactly, and resources the limit does not name", () => {
    const cluster = ready();
    limit(cluster, "cpus:2");
    expect(judgeOffers(cluster, cluster.offer({ resources: "cpus:2;mem:1024" }))).toBeUndefined();
  });
});

describe("the checker passes, of resources that are not mere amounts,", () => {
  function offering(total: string, ...offers: readonly string[]): string | undefined {
    const cluster = smallCluster();
    cluster.addAgent("a1", total);
    cluster.addFramework("analytics", ["batch/night"], ["SHARED_RESOURCES", "RESERVATION_REFINEMENT"]);
    cluster.addFramework("web", ["batch/night"], ["SHARED_RESOURCES"]);
    const frameworks = ["analytics", "web"];
    const all = offers.map((resources, i) => {
      return cluster.offer({ framework: frameworks[i] as string, role: "batch/night", resources });
    });
    return judgeOffers(cluster, ...all);
  }

  it("items, each of them once", () => {
    expect(offering("ports:[1-10];rack:{a,b}", "ports:[1-4];rack:{b}", "ports:[5-10];rack:{a}")).toBeUndefined();
    expect(offering("ports:[1-10]", "ports:[1-4]", "ports:[4-10]")).toMatch(/to web.*not so much ports is there/);
    expect(offering("ports:[1-10]", "ports:[8-12]")).toMatch(/not so much ports is there/);
  });

  it("volumes, as a whole", () => {
    expect(offering("disk[v]:64;disk:10", "disk[v]:64;disk:5")).toBeUndefined();
    expect(offering("disk[v]:64", "disk[v]:32")).toMatch(/disk\[v\] is offered as a whole, and only once/);
    expect(offering("disk[v]:64", "disk[v]:64", "disk[v]:64")).toMatch(/to web.*not so much disk\[v\] is there/);
  });

  it("shared volumes, to several, but to each as one copy", () => {
    const volume = "disk(batch)[v]{SHARED}";
    expect(offering(`${volume}:64`, `${volume}:64`, `${volume}:64`)).toBeUndefined();
    expect(offering(`${volume}:64`, `${volume}:128`)).toMatch(/as a whole, and only once/);
  });

  it("refined reservations, to frameworks of the lowest role that can take them", () => {
    expect(offering("cpus(batch)(batch/night):2", "cpus(batch)(batch/night):2")).toBeUndefined();
    expect(offering("cpus:1;cpus(batch)(batch/night):2", "cpus:1", "cpus(batch)(batch/night):2")).toMatch(
      /lacks the capability RESERVATION_REFINEMENT/,
    );
  });
});

describe("the checker refuses", () => {
  const refusals: readonly [string, (cluster: SmallCluster) => string | undefined, RegExp][] = [
    [
      "more than is there",
      (c) => judgeOffers(c, c.offer({ resources: "cpus:9" })),
      /^offer of cpus:9 on a1 to web in role prod: not so much cpus is there/,
    ],
    [
      "the same resources twice",
      (c) =>
        judgeOffers(
          c,
          c.offer({ framework: "analytics", role: "batch", resources: "cpus:5" }),
          c.offer({ resources: "cpus:5" }),
        ),
      /to web.*not so much cpus is there/,
    ],
    [
      "two offers to one target",
      (c) => judgeOffers(c, c.offer({}), c.offer({})),
      /one offer per framework, role and agent/,
    ],
    ["an empty offer", (c) => judgeOffers(c, c.offer({ resources: "" })), /the offer is empty/],
    ["an agent that is not there", (c) => judgeOffers(c, c.offer({ agent: "a2" })), /the agent is unknown/],
    [
      "a framework id out of range",
      (c) => judgeOffers(c, { ...c.offer({}), framework: 99 as FrameworkId }),
      /to #99.*unknown/,
    ],
    ["a role it is not subscribed to", (c) => judgeOffers(c, c.offer({ role: "batch" })), /not subscribed/],
    [
      "revocable resources without the capability",
      (c) => judgeOffers(c, c.offer({ resources: "cpus{REV}:1", lends: ["prod", "cpus:1"] })),
      /lacks the capability REVOCABLE_RESOURCES/,
    ],
    [
      "revocable resources that nobody lends",
      (c) => judgeOffers(c, c.offer({ framework: "analytics", role: "batch", resources: "cpus{REV}:1" })),
      /not so much cpus\{REV\} is there/,
    ],
    [
      "lending more than is offered",
      (c) =>
        judgeOffers(
          c,
          c.offer({ framework: "analytics", role: "batch", resources: "cpus{REV}:1", lends: ["prod", "cpus:2"] }),
        ),
      /more cpus is lent than is offered/,
    ],
    [
      "an unknown resource key",
      (c) => judgeOffers(c, { ...c.offer({}), resources: { keys: [77 as ResourceKeyId], amounts: [1] } }),
      /no resource with id 77/,
    ],
    [
      "a negative amount",
      (c) => judgeOffers(c, { ...c.offer({}), resources: { keys: [0 as ResourceKeyId], amounts: [-5] } }),
      /not above zero/,
    ],
    [
      "a suppressed framework",
      (c) => {
        c.ledger.apply({ op: "suppressOffers", framework: c.directory.frameworks.id("web"), roles: [] });
        return judgeOffers(c, c.offer({}));
      },
      /suppressed/,
    ],
    [
      "an inactive framework",
      (c) => {
        c.ledger.apply({ op: "deactivateFramework", framework: c.directory.frameworks.id("web") });
        return judgeOffers(c, c.offer({}));
      },
      /not active/,
    ],
    [
      "a deactivated agent",
      (c) => {
        c.ledger.apply({ op: "deactivateAgent", agent: c.directory.agents.id("a1") });
        return judgeOffers(c, c.offer({}));
      },
      /deactivated/,
    ],
    [
      "another role's reservation",
      (c) => {
        c.addAgent("a2", "cpus(batch):4");
        return judgeOffers(c, c.offer({ agent: "a2", resources: "cpus(batch):1" }));
      },
      /reserved to another role/,
    ],
    [
      "the limit of the offered role",
      (c) => {
        limit(c, "cpus:2");
        return judgeOffers(c, c.offer({ resources: "cpus:2.001" }));
      },
      /quota limit of cpus is exceeded/,
    ],
    [
      "a refined reservation above its lowest role",
      (c) => {
        c.addAgent("a2", "cpus(batch)(batch/night):2");
        const resources = "cpus(batch)(batch/night):2";
        return judgeOffers(c, c.offer({ framework: "analytics", role: "batch", agent: "a2", resources }));
      },
      /reserved to another role/,
    ],
    [
      "shared volumes without the capability",
      (c) => {
        c.addAgent("a2", "disk(prod)[v]{SHARED}:64");
        return judgeOffers(c, c.offer({ agent: "a2", resources: "disk(prod)[v]{SHARED}:64" }));
      },
      /lacks the capability SHARED_RESOURCES/,
    ],
    [
      "the lending of items",
      (c) => {
        c.addAgent("a2", "ports:[1-5]");
        c.resources("ports{REV}:[1-5]");
        const lends: [string, string] = ["prod", "ports:[1-5]"];
        return judgeOffers(
          c,
          c.offer({ framework: "analytics", role: "batch", agent: "a2", resources: "ports{REV}:[1-5]", lends }),
        );
      },
      /only amounts can be lent/,
    ],
    [
      "fewer items than are said",
      (c) => {
        c.addAgent("a2", "ports:[1-5]");
        const offer = c.offer({ agent: "a2", resources: "ports:[1-2]" });
        return judgeOffers(c, { ...offer, resources: { ...offer.resources, amounts: [3000] } });
      },
      /has not as many items as it says/,
    ],
    [
      "a volume beyond the limit of its role",
      (c) => {
        c.addAgent("a2", "disk[v]:64;ports:[1-5]");
        limit(c, "disk:60;ports:0");
        return judgeOffers(c, c.offer({ agent: "a2", resources: "disk[v]:64;ports:[1-5]" }));
      },
      /quota limit of disk is exceeded/,
    ],
    ["a wake-up in the past", (c) => judge(c, { wakeAt: 1_000_000 }), /not in the future/],
    ["a revocation of what is not revocable", (c) => revoke(c, "cpus:1"), /only revocable resources/],
    ["a revocation after its deadline", (c) => revoke(c, "cpus{REV}:1", { deadline: 999_999 }), /deadline has passed/],
    [
      "a revocation of a task elsewhere",
      (c) => revoke(c, "cpus{REV}:1", { task: 5 as TaskId }),
      /task does not run there/,
    ],
    [
      "an inverse offer of more than is held",
      (c) =>
        judge(c, {
          inverseOffers: [
            {
              framework: 1 as FrameworkId,
              agent: 0 as AgentId,
              resources: c.resources("cpus:1"),
              deadline: 2e6,
              why: null,
            },
          ],
        }),
      /does not hold so much/,
    ],
  ];

  it.each(refusals)("%s", (_, act, rule) => {
    expect(act(ready())).toMatch(rule);
  });
});

function limit(cluster: SmallCluster, limits: string): void {
  const { directory } = cluster;
  cluster.ledger.apply({
    op: "updateQuota",
    role: directory.roles.id("prod"),
    guarantees: cluster.resources(""),
    limits: directory.resourceKeys.parseQuantities(limits, "keep"),
  });
}

function revoke(cluster: SmallCluster, text: string, fields: Partial<Revocation> = {}): string | undefined {
  const { framework, role, agent } = cluster.offer({ framework: "analytics", role: "batch" });
  judgeOffers(
    cluster,
    cluster.offer({
      framework: "analytics",
      role: "batch",
      resources: "cpus:1;cpus{REV}:1",
      lends: ["prod", "cpus:1"],
    }),
  );
  const revocation = {
    framework,
    role,
    agent,
    resources: cluster.resources(text),
    deadline: 2e6,
    task: null,
    why: null,
  };
  return judge(cluster, { revocations: [{ ...revocation, ...fields }] });
}
