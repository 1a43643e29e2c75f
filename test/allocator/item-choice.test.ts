import { describe, expect, it } from "vitest";
import { checkAndBook } from "../../src/allocator/checker.js";
import { NO_DECISIONS, type Offer } from "../../src/allocator/decisions.js";
import { chooseItems } from "../../src/allocator/item-choice.js";
import type { AgentId } from "../../src/cluster/ids.js";
import type { Resources } from "../../src/cluster/resources.js";
import { type SmallCluster, smallCluster } from "../fixtures/small-cluster.js";

/** a1 has ten ports and two racks, web is in prod and analytics in batch. */
function ready(): SmallCluster {
  const cluster = smallCluster();
  cluster.addAgent("a1", "cpus:4;ports:[31000-31009];rack:{a,b};ports(prod):[7-8]");
  cluster.addFramework("web");
  cluster.addFramework("analytics", ["batch"]);
  return cluster;
}

/** What a guest says: numbers of items. */
function numbers(cluster: SmallCluster, text: string): Resources {
  const { resourceKeys } = cluster.directory;
  const entries = text.split(";").map((entry) => {
    const [key, amount] = entry.split(":") as [string, string];
    return { key: resourceKeys.find(key) as Resources["keys"][number], amount: Number(amount) * 1000 };
  });
  entries.sort((a, b) => a.key - b.key);
  return { keys: entries.map((entry) => entry.key), amounts: entries.map((entry) => entry.amount) };
}

function offerOf(cluster: SmallCluster, framework: string, role: string, text: string): Offer {
  return { ...cluster.offer({ framework, role }), resources: numbers(cluster, text) };
}

function chosen(cluster: SmallCluster, ...offers: Offer[]): string[] {
  const decisions = chooseItems(cluster.ledger, { ...NO_DECISIONS, offers });
  return decisions.offers.map((offer) => cluster.directory.resourceKeys.format(offer.resources));
}

function judged(cluster: SmallCluster, ...offers: Offer[]): string | undefined {
  return checkAndBook(cluster.ledger, 1_000_000, chooseItems(cluster.ledger, { ...NO_DECISIONS, offers }));
}

function available(cluster: SmallCluster): string {
  return cluster.directory.resourceKeys.format(cluster.ledger.available(0 as AgentId));
}

describe("a number of items", () => {
  it("is the lowest that are free", () => {
    const cluster = ready();
    expect(judged(cluster, offerOf(cluster, "web", "prod", "cpus:1;ports:3;rack:1"))).toBeUndefined();
    expect(available(cluster)).toBe("cpus:3;ports:[31003-31009];ports(prod):[7-8];rack:{b}");
    expect(chosen(cluster, offerOf(cluster, "analytics", "batch", "ports:2"))).toEqual(["ports:[31003-31004]"]);
  });

  it("is chosen from what earlier offers of the same cycle leave", () => {
    const cluster = ready();
    const offers = [offerOf(cluster, "analytics", "batch", "ports:4"), offerOf(cluster, "web", "prod", "ports:2")];
    expect(chosen(cluster, ...offers)).toEqual(["ports:[31000-31003]", "ports:[31004-31005]"]);
    expect(judged(cluster, ...offers)).toBeUndefined();
    expect(available(cluster)).toBe("cpus:4;ports:[31006-31009];ports(prod):[7-8];rack:{a,b}");
  });

  it("is chosen under its own key: reserved ports are others than unreserved ones", () => {
    const cluster = ready();
    expect(chosen(cluster, offerOf(cluster, "web", "prod", "ports:1;ports(prod):1"))).toEqual([
      "ports:[31000-31000];ports(prod):[7-7]",
    ]);
  });

  it("fills the gaps that others have left", () => {
    const cluster = ready();
    const given = cluster.offer({ framework: "analytics", role: "batch", resources: "ports:[31001-31004]" });
    expect(judged(cluster, given)).toBeUndefined();
    expect(chosen(cluster, offerOf(cluster, "web", "prod", "ports:3"))).toEqual(["ports:[31000-31000,31005-31006]"]);
  });

  it("that nobody has is refused", () => {
    const cluster = ready();
    expect(judged(cluster, offerOf(cluster, "web", "prod", "ports:11"))).toMatch(/not as many items as it says/);
    expect(judged(cluster, cluster.offer({ resources: "ports:[31000-31009]" }))).toBeUndefined();
    expect(judged(cluster, offerOf(cluster, "analytics", "batch", "ports:1"))).toMatch(/not so much ports is there/);
  });

  it("is a whole number", () => {
    const cluster = ready();
    expect(judged(cluster, offerOf(cluster, "web", "prod", "ports:1.5"))).toMatch(/a number of items/);
    expect(judged(cluster, offerOf(cluster, "web", "prod", "rack:0.5"))).toMatch(/a number of items/);
    expect(judged(cluster, offerOf(cluster, "web", "prod", "cpus:1.5"))).toBeUndefined();
  });

  it("leaves items that are given as they are, and decisions alone where there are only scalars", () => {
    const cluster = ready();
    expect(chosen(cluster, cluster.offer({ resources: "ports:[31004-31005];rack:{b}" }))).toEqual([
      "ports:[31004-31005];rack:{b}",
    ]);
    const plain = smallCluster();
    plain.addAgent("a1");
    const decisions = { ...NO_DECISIONS, offers: [plain.offer({})] };
    expect(chooseItems(plain.ledger, decisions)).toBe(decisions);
  });
});
