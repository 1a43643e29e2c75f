import { describe, expect, it } from "vitest";
import { type Booking, LedgerError } from "../../src/allocator/ledger.js";
import type { OperationOf } from "../../src/allocator/operations.js";
import { type SmallCluster, smallCluster } from "../fixtures/small-cluster.js";

function available(cluster: SmallCluster, agent = "a1"): string {
  return cluster.directory.resourceKeys.format(cluster.ledger.available(cluster.directory.agents.id(agent)));
}

function accept(cluster: SmallCluster, resources: string, framework = "analytics", role = "batch"): void {
  const { directory } = cluster;
  cluster.ledger.apply({
    op: "acceptOffer",
    framework: directory.frameworks.id(framework),
    role: directory.roles.id(role),
    agent: directory.agents.id("a1"),
    resources: cluster.resources(resources),
    task: null,
  });
}

function recover(
  cluster: SmallCluster,
  resources: string,
  fields: Partial<OperationOf<"recoverResources">> = {},
): Booking {
  const { directory } = cluster;
  return cluster.ledger.apply({
    op: "recoverResources",
    framework: directory.frameworks.id("analytics"),
    role: directory.roles.id("batch"),
    agent: directory.agents.id("a1"),
    resources: cluster.resources(resources),
    refuse: null,
    allocated: false,
    task: null,
    ...fields,
  });
}

/** a1 has 4 revocable cpus of its own and 8 plain ones; analytics is offered all 4 and 6 lent by prod. */
function withLending(): SmallCluster {
  const cluster = smallCluster();
  cluster.addAgent("a1", "cpus:8;cpus{REV}:4;mem:1024");
  cluster.addFramework("analytics", ["batch"], ["REVOCABLE_RESOURCES"]);
  cluster.ledger.applyOffer(
    cluster.offer({ framework: "analytics", role: "batch", resources: "cpus{REV}:10", lends: ["prod", "cpus:6"] }),
  );
  return cluster;
}

describe("the ledger", () => {
  it("takes lent resources from the key they come from", () => {
    expect(available(withLending())).toBe("cpus:2;mem:1024");
  });

  it("gives back what is lent before the agent's own revocable resources", () => {
    const cluster = withLending();
    recover(cluster, "cpus{REV}:5");
    expect(available(cluster)).toBe("cpus:7;mem:1024");
    recover(cluster, "cpus{REV}:3");
    expect(available(cluster)).toBe("cpus:8;cpus{REV}:2;mem:1024");
    recover(cluster, "cpus{REV}:2");
    expect(available(cluster)).toBe("cpus:8;cpus{REV}:4;mem:1024");
  });

  it("tells what is in use from what is offered", () => {
    const cluster = withLending();
    accept(cluster, "cpus{REV}:7");
    expect(() => recover(cluster, "cpus{REV}:4")).toThrow(new LedgerError("the resources were never offered"));
    expect(() => recover(cluster, "cpus{REV}:8", { allocated: true })).toThrow("not in use");
    expect(recover(cluster, "cpus{REV}:3")).toBe("changed");
    expect(recover(cluster, "cpus{REV}:7", { allocated: true })).toBe("changed");
    expect(available(cluster)).toBe("cpus:8;cpus{REV}:4;mem:1024");
  });

  it("frees everything of a framework that is removed, and ignores what still comes back from it (L6)", () => {
    const cluster = withLending();
    accept(cluster, "cpus{REV}:7");
    cluster.ledger.apply({ op: "removeFramework", framework: cluster.directory.frameworks.id("analytics") });
    expect(available(cluster)).toBe("cpus:8;cpus{REV}:4;mem:1024");
    expect(recover(cluster, "cpus{REV}:7", { allocated: true })).toBe("ignored");
    expect(cluster.ledger.ignored).toBe(1);
  });

  it("ignores what comes back from an agent that is gone, and lets it join again clean (L5)", () => {
    const cluster = withLending();
    cluster.ledger.apply({ op: "removeAgent", agent: cluster.directory.agents.id("a1") });
    expect(recover(cluster, "cpus{REV}:1")).toBe("ignored");
    cluster.addAgent("a1", "cpus:8");
    expect(available(cluster)).toBe("cpus:8");
  });

  it("shows nothing of a key on an agent that shrank below what is held there (L3)", () => {
    const cluster = withLending();
    const agent = cluster.directory.agents.id("a1");
    expect(cluster.ledger.apply({ op: "updateAgent", agent, total: cluster.resources("cpus:5;mem:512") })).toBe(
      "changed",
    );
    expect(available(cluster)).toBe("mem:512");
    recover(cluster, "cpus{REV}:6");
    expect(available(cluster)).toBe("cpus:5;mem:512");
  });

  it("knows an update that changes nothing (L4)", () => {
    const cluster = withLending();
    const agent = cluster.directory.agents.id("a1");
    const total = cluster.resources("mem:1024;cpus{REV}:4;cpus:8");
    expect(cluster.ledger.apply({ op: "updateAgent", agent, total })).toBe("unchanged");
  });

  it("counts what was in use before a framework registered only once it has registered (L1)", () => {
    const cluster = smallCluster();
    const { directory, ledger } = cluster;
    const used = { framework: directory.frameworks.id("web"), role: directory.roles.id("prod") };
    ledger.apply({
      op: "addAgent",
      agent: directory.agents.id("a1"),
      total: cluster.resources("cpus:8"),
      used: [{ ...used, resources: cluster.resources("cpus:3") }],
    });
    const held = () => directory.resourceKeys.format(ledger.plainHeldUnder(used.role));
    expect(available(cluster)).toBe("cpus:5");
    expect(held()).toBe("");
    cluster.addFramework("web");
    expect(held()).toBe("cpus:3");
    ledger.apply({ op: "removeAgent", agent: directory.agents.id("a1") });
    expect(held()).toBe("");
  });
});

describe("the ledger keeps items", () => {
  it("and gives back just those that come back", () => {
    const cluster = smallCluster();
    cluster.addAgent("a1", "ports:[1-10];rack:{a,b}");
    cluster.addFramework("analytics", ["batch"]);
    const offer = { framework: "analytics", role: "batch", resources: "ports:[1-10];rack:{a,b}" };
    cluster.ledger.applyOffer(cluster.offer(offer));
    expect(available(cluster)).toBe("");
    accept(cluster, "ports:[4-6]");
    expect(() => recover(cluster, "ports:[6-7]")).toThrow("never offered");
    recover(cluster, "ports:[1-2,9-10];rack:{b}");
    expect(available(cluster)).toBe("ports:[1-2,9-10];rack:{b}");
    recover(cluster, "ports:[5-5]", { allocated: true });
    expect(available(cluster)).toBe("ports:[1-2,5-5,9-10];rack:{b}");
  });

  it("beside lent resources that come back with them", () => {
    const cluster = smallCluster();
    cluster.addAgent("a1", "cpus:8;ports:[1-10];ports{REV}:[21-22]");
    cluster.addFramework("analytics", ["batch"], ["REVOCABLE_RESOURCES"]);
    const resources = "cpus{REV}:6;ports:[1-5];ports{REV}:[21-22]";
    cluster.ledger.applyOffer(
      cluster.offer({ framework: "analytics", role: "batch", resources, lends: ["prod", "cpus:6"] }),
    );
    expect(available(cluster)).toBe("cpus:2;ports:[6-10]");
    recover(cluster, "cpus{REV}:2;ports:[2-3];ports{REV}:[22-22]");
    expect(available(cluster)).toBe("cpus:4;ports:[2-3,6-10];ports{REV}:[22-22]");
    cluster.ledger.apply({ op: "removeFramework", framework: cluster.directory.frameworks.id("analytics") });
    expect(available(cluster)).toBe("cpus:8;ports:[1-10];ports{REV}:[21-22]");
  });

  it("of an agent that shrank: what is held beyond its total is not there when it comes back (L3)", () => {
    const cluster = smallCluster();
    cluster.addAgent("a1", "ports:[1-10]");
    cluster.addFramework("analytics", ["batch"]);
    cluster.ledger.applyOffer(cluster.offer({ framework: "analytics", role: "batch", resources: "ports:[1-8]" }));
    const agent = cluster.directory.agents.id("a1");
    cluster.ledger.apply({ op: "updateAgent", agent, total: cluster.resources("ports:[8-12]") });
    expect(available(cluster)).toBe("ports:[9-12]");
    recover(cluster, "ports:[1-8]");
    expect(available(cluster)).toBe("ports:[8-12]");
  });

  it("out of limits: those are about scalars, volumes among them (C14)", () => {
    const cluster = smallCluster();
    cluster.addAgent("a1", "cpus:2;disk[v]:64;ports:[1-10]");
    cluster.addFramework("web");
    cluster.ledger.applyOffer(cluster.offer({ resources: "cpus:2;disk[v]:64;ports:[1-10]" }));
    const held = cluster.ledger.plainHeldUnder(cluster.directory.roles.id("prod"));
    expect(cluster.directory.resourceKeys.format(held)).toBe("cpus:2;disk:64");
  });
});

describe("the ledger keeps shared volumes available", () => {
  const SHARED = "disk(batch)[v]{SHARED}:64";

  function shared(): SmallCluster {
    const cluster = smallCluster();
    cluster.addAgent("a1", `cpus:4;${SHARED}`);
    cluster.addFramework("analytics", ["batch"], ["SHARED_RESOURCES"]);
    cluster.addFramework("web", ["batch"], ["SHARED_RESOURCES"]);
    for (const framework of ["analytics", "web", "analytics"]) {
      cluster.ledger.applyOffer(cluster.offer({ framework, role: "batch", resources: SHARED }));
    }
    return cluster;
  }

  it("whoever holds how many copies (P6)", () => {
    const cluster = shared();
    expect(available(cluster)).toBe(`cpus:4;${SHARED}`);
    accept(cluster, SHARED);
    expect(available(cluster)).toBe(`cpus:4;${SHARED}`);
  });

  it("and counts each holder's copies: no more come back than went", () => {
    const cluster = shared();
    accept(cluster, SHARED);
    expect(recover(cluster, SHARED)).toBe("changed");
    expect(() => recover(cluster, SHARED)).toThrow("never offered");
    expect(recover(cluster, SHARED, { allocated: true })).toBe("changed");
    expect(() => recover(cluster, SHARED, { allocated: true })).toThrow("not in use");
    expect(available(cluster)).toBe(`cpus:4;${SHARED}`);
  });

  it("also when a holder is removed", () => {
    const cluster = shared();
    const { agents, frameworks, resourceKeys } = cluster.directory;
    cluster.ledger.apply({ op: "removeFramework", framework: frameworks.id("analytics") });
    expect(available(cluster)).toBe(`cpus:4;${SHARED}`);
    expect(resourceKeys.format(cluster.ledger.heldBy(frameworks.id("web"), agents.id("a1")))).toBe(SHARED);
  });
});
