import { describe, expect, it } from "vitest";
import { type Booking, LedgerError } from "../../src/allocator/ledger.js";
import type { Operation } from "../../src/allocator/operations.js";
import { type SmallCluster, smallCluster } from "../fixtures/small-cluster.js";

const SHARED = "disk(prod)[v]{SHARED}:64";

/** web has been offered all of a1, in role prod. */
function offered(total: string): SmallCluster {
  const cluster = smallCluster();
  cluster.addAgent("a1", total);
  cluster.addFramework("web", ["prod"], ["SHARED_RESOURCES"]);
  cluster.addFramework("analytics", ["prod"], ["SHARED_RESOURCES"]);
  cluster.ledger.applyOffer(cluster.offer({ resources: total }));
  return cluster;
}

function target(cluster: SmallCluster, framework = "web") {
  const { agents, frameworks, roles } = cluster.directory;
  return { framework: frameworks.id(framework), role: roles.id("prod"), agent: agents.id("a1") };
}

function convert(cluster: SmallCluster, from: string, to: string, framework = "web"): Booking {
  const conversions = [{ from: cluster.resources(from), to: cluster.resources(to) }];
  return cluster.ledger.apply({ op: "updateAllocation", ...target(cluster, framework), conversions });
}

function convertIdle(cluster: SmallCluster, ...pairs: readonly (readonly [string, string])[]): Booking {
  const conversions = pairs.map(([from, to]) => ({ from: cluster.resources(from), to: cluster.resources(to) }));
  return cluster.ledger.apply({ op: "updateAvailable", agent: cluster.directory.agents.id("a1"), conversions });
}

function answer(cluster: SmallCluster, resources: string, fields: Partial<Operation> = {}, framework = "web"): Booking {
  return cluster.ledger.apply({
    op: "recoverResources",
    ...target(cluster, framework),
    resources: cluster.resources(resources),
    refuse: null,
    allocated: false,
    task: null,
    ...fields,
  } as Operation);
}

function accept(cluster: SmallCluster, resources: string): void {
  const part = { resources: cluster.resources(resources), task: null };
  cluster.ledger.apply({ op: "acceptOffer", ...target(cluster), ...part });
}

function account(cluster: SmallCluster): { total: string; available: string; held: string } {
  const { agents, resourceKeys } = cluster.directory;
  const agent = agents.id("a1");
  const { framework, role } = target(cluster);
  return {
    total: resourceKeys.format(cluster.ledger.agents[agent]?.total ?? cluster.resources("")),
    available: resourceKeys.format(cluster.ledger.available(agent)),
    held: resourceKeys.format(cluster.ledger.holding(framework, role, agent)?.held ?? cluster.resources("")),
  };
}

describe("the ledger converts what was offered (L8)", () => {
  it("into a reservation: total and holding change alike, and it comes back reserved", () => {
    const cluster = offered("cpus:4;ports:[1-10]");
    expect(convert(cluster, "cpus:3;ports:[2-3]", "cpus(prod):3;ports(prod):[2-3]")).toBe("changed");
    const reserved = "cpus:1;cpus(prod):3;ports:[1-1,4-10];ports(prod):[2-3]";
    expect(account(cluster)).toEqual({ total: reserved, available: "", held: reserved });
    answer(cluster, "cpus(prod):3;ports:[1-1]");
    expect(account(cluster).available).toBe("cpus(prod):3;ports:[1-1]");
  });

  it("and counts it against limits in its new form only", () => {
    const cluster = offered("cpus:4");
    const held = () => cluster.directory.resourceKeys.format(cluster.ledger.plainHeldUnder(target(cluster).role));
    expect(held()).toBe("cpus:4");
    convert(cluster, "cpus:3", "cpus(prod):3");
    expect(held()).toBe("cpus:1");
    convert(cluster, "cpus(prod):3", "cpus:3");
    expect(held()).toBe("cpus:4");
  });

  it("into a shared volume, which is available at once although it is held (P6)", () => {
    const cluster = offered("disk(prod):100");
    convert(cluster, "disk(prod):64", SHARED);
    expect(account(cluster)).toEqual({
      total: `disk(prod):36;${SHARED}`,
      available: SHARED,
      held: `disk(prod):36;${SHARED}`,
    });
  });

  it("into nothing: what is destroyed leaves the agent; a holding that is empty is none", () => {
    const cluster = offered("disk(prod)[v]:64");
    convert(cluster, "disk(prod)[v]:64", "");
    expect(account(cluster)).toEqual({ total: "", available: "", held: "" });
    const { framework, role, agent } = target(cluster);
    expect(cluster.ledger.holding(framework, role, agent)).toBeUndefined();
  });

  it("from nothing into further copies of a shared volume that it holds; the agent has no more of it (S4)", () => {
    const cluster = offered(SHARED);
    expect(convert(cluster, "", SHARED)).toBe("changed");
    expect(account(cluster)).toEqual({ total: SHARED, available: SHARED, held: "disk(prod)[v]{SHARED}:128" });
    answer(cluster, SHARED);
    expect(account(cluster).held).toBe(SHARED);
    answer(cluster, SHARED);
    expect(account(cluster)).toEqual({ total: SHARED, available: SHARED, held: "" });
  });

  it("one conversion after the other", () => {
    const cluster = offered("disk:100");
    const [reserve, create] = [
      { from: cluster.resources("disk:100"), to: cluster.resources("disk(prod):100") },
      { from: cluster.resources("disk(prod):64"), to: cluster.resources("disk(prod)[v]:64") },
    ];
    cluster.ledger.apply({ op: "updateAllocation", ...target(cluster), conversions: [reserve, create] });
    expect(account(cluster).held).toBe("disk(prod):36;disk(prod)[v]:64");
  });

  it.each([
    ["another amount", "cpus:4", "cpus:4", "cpus(prod):3", /keeps the quantities/],
    ["other ports, if as many", "ports:[1-4]", "ports:[1-2]", "ports(prod):[3-4]", /keeps the quantities/],
    ["what is revocable", "cpus{REV}:2", "cpus{REV}:2", "", /revocable/],
    ["more than was offered", "cpus:4", "cpus:5", "cpus(prod):5", /never offered/],
    ["a part of a volume", "disk(prod)[v]:64", "disk(prod)[v]:32", "disk(prod):32", /as a whole/],
    ["into a volume that is there already", `disk(prod):64;${SHARED}`, "disk(prod):64", SHARED, /already/],
    ["from nothing into what is not shared", "cpus:1", "", "cpus:1", /only a shared volume/],
    ["from nothing into half a copy", SHARED, "", "disk(prod)[v]{SHARED}:32", /as large as its volume/],
  ])("but not into %s", (_, total, from, to, rule) => {
    expect(() => convert(offered(total), from, to)).toThrow(rule);
    expect(() => convert(offered(total), from, to)).toThrow(LedgerError);
  });

  it("but not what is in use already", () => {
    const cluster = offered("cpus:4");
    accept(cluster, "cpus:2");
    expect(() => convert(cluster, "cpus:3", "cpus(prod):3")).toThrow("never offered");
    expect(convert(cluster, "cpus:2", "cpus(prod):2")).toBe("changed");
  });

  it("but not a shared volume of which further copies are held, its own or another's", () => {
    const twoHolders = offered(SHARED);
    twoHolders.ledger.applyOffer(twoHolders.offer({ framework: "analytics", resources: SHARED }));
    expect(() => convert(twoHolders, SHARED, "")).toThrow("further copies");
    answer(twoHolders, SHARED, {}, "analytics");
    expect(convert(twoHolders, SHARED, "")).toBe("changed");
    const twoCopies = offered(SHARED);
    convert(twoCopies, "", SHARED);
    expect(() => convert(twoCopies, SHARED, "disk(prod):64")).toThrow("further copies");
    expect(() => convert(twoCopies, "disk(prod)[v]{SHARED}:128", "disk(prod):128")).toThrow(LedgerError);
  });

  it("but not what the agent has no more since it shrank (L3)", () => {
    const cluster = offered("cpus:4");
    const agent = cluster.directory.agents.id("a1");
    cluster.ledger.apply({ op: "updateAgent", agent, total: cluster.resources("cpus:2") });
    expect(() => convert(cluster, "cpus:3", "cpus(prod):3")).toThrow("not so much any more");
    expect(convert(cluster, "cpus:2", "cpus(prod):2")).toBe("changed");
  });

  it("and ignores a framework or agent that is gone (L6)", () => {
    const cluster = offered("cpus:4");
    cluster.ledger.apply({ op: "removeFramework", framework: target(cluster).framework });
    expect(convert(cluster, "cpus:4", "cpus(prod):4")).toBe("ignored");
    expect(account(cluster).total).toBe("cpus:4");
  });
});

describe("the ledger converts what nobody holds, for the operator", () => {
  function idle(total: string): SmallCluster {
    const cluster = smallCluster();
    cluster.addAgent("a1", total);
    cluster.addFramework("web", ["prod"], ["SHARED_RESOURCES"]);
    return cluster;
  }

  it("step by step", () => {
    const cluster = idle("cpus:4;disk:100");
    expect(convertIdle(cluster, ["disk:100", "disk(prod):100"], ["disk(prod):64", SHARED])).toBe("changed");
    const now = `cpus:4;disk(prod):36;${SHARED}`;
    expect(account(cluster)).toEqual({ total: now, available: now, held: "" });
    expect(convertIdle(cluster, [SHARED, ""])).toBe("changed");
    expect(account(cluster).total).toBe("cpus:4;disk(prod):36");
  });

  it("all of it or none: one step that is not possible leaves everything as it was", () => {
    const cluster = idle("cpus:4;disk:100");
    cluster.ledger.applyOffer(cluster.offer({ resources: "cpus:3" }));
    expect(convertIdle(cluster, ["disk:100", "disk(prod):100"], ["cpus:2", "cpus(prod):2"])).toBe("ignored");
    expect(account(cluster)).toEqual({ total: "cpus:4;disk:100", available: "cpus:1;disk:100", held: "cpus:3" });
    expect(cluster.ledger.ignored).toBe(1);
  });

  it.each([
    ["a shared volume that somebody holds", SHARED, SHARED, ""],
    ["more copies from nothing", SHARED, "", SHARED],
    ["what changes the quantities", "cpus:4", "cpus:2", "cpus(prod):3"],
    ["what is not there", "cpus:4", "mem:64", "mem(prod):64"],
  ])("but not %s", (_, total, from, to) => {
    const cluster = idle(total);
    if (total === SHARED) cluster.ledger.applyOffer(cluster.offer({ resources: SHARED }));
    expect(convertIdle(cluster, [from, to])).toBe("ignored");
    expect(account(cluster).total).toBe(total);
  });
});
