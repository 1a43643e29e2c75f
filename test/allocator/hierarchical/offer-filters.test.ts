import { describe, expect, it } from "vitest";
import { filterDuration } from "../../../src/allocator/filter-duration.js";
import { Agents } from "../../../src/allocator/hierarchical/agents.js";
import type { ClientId } from "../../../src/allocator/hierarchical/clients.js";
import { ClusterSums } from "../../../src/allocator/hierarchical/cluster-sums.js";
import { expiryDeadline } from "../../../src/allocator/hierarchical/filter-expiry.js";
import { OfferFilters } from "../../../src/allocator/hierarchical/offer-filters.js";
import { ResourceNames } from "../../../src/allocator/hierarchical/resource-names.js";
import { RolePaths } from "../../../src/allocator/hierarchical/role-paths.js";
import { ShareTotals } from "../../../src/allocator/hierarchical/share-totals.js";
import { createDirectory } from "../../../src/cluster/directory.js";
import type { AgentId } from "../../../src/cluster/ids.js";

const SECOND = 1_000_000;
const A1 = 0 as AgentId;
const A2 = 1 as AgentId;
const [WEB, BATCH, IDLE] = [0, 1, 70] as ClientId[] as [ClientId, ClientId, ClientId];

function noFilters() {
  const { roles, resourceKeys } = createDirectory({ agents: [], frameworks: [], roles: [] });
  const names = new ResourceNames(resourceKeys);
  const agents = new Agents(2, names, new ClusterSums(names, new RolePaths(roles), new ShareTotals(names, [])));
  const filters = new OfferFilters(agents, SECOND);
  const parse = (text: string) => resourceKeys.parse(text);
  return {
    agents,
    filters,
    refuse: (client: ClientId, agent: AgentId, text: string, duration = 60 * SECOND, t = 0) =>
      filters.install(client, agent, parse(text), t, duration),
    blocks: (client: ClientId, agent: AgentId, text: string) => {
      filters.lookAt(agent);
      return filters.blocks(client, parse(text));
    },
  };
}

describe("offer filters", () => {
  it("block what one of them contains as a whole, for their client on their agent", () => {
    const { refuse, blocks } = noFilters();
    refuse(WEB, A1, "cpus:1;mem:512");
    refuse(WEB, A1, "cpus:4");
    expect(blocks(WEB, A1, "cpus:1;mem:512")).toBe(true);
    expect(blocks(WEB, A1, "cpus:3")).toBe(true);
    expect(blocks(WEB, A1, "cpus:2;mem:512")).toBe(false);
    expect(blocks(WEB, A1, "cpus:1;disk:1")).toBe(false);
    expect(blocks(BATCH, A1, "cpus:1")).toBe(false);
    expect(blocks(WEB, A2, "cpus:1")).toBe(false);
  });

  it("keep apart what several clients refused of one agent", () => {
    const { refuse, blocks } = noFilters();
    refuse(WEB, A1, "cpus:1");
    refuse(BATCH, A1, "cpus:1");
    refuse(IDLE, A1, "cpus:2");
    refuse(WEB, A1, "cpus:3");
    expect([WEB, BATCH, IDLE].map((client) => blocks(client, A1, "cpus:3"))).toEqual([true, false, false]);
    expect([WEB, BATCH, IDLE].map((client) => blocks(client, A1, "cpus:2"))).toEqual([true, false, true]);
    expect([WEB, BATCH, IDLE].map((client) => blocks(client, A1, "cpus:1"))).toEqual([true, true, true]);
  });

  it("are not kept twice where one outlasts and contains the other", () => {
    const { filters, refuse, blocks } = noFilters();
    refuse(WEB, A1, "cpus:1", 10 * SECOND);
    refuse(WEB, A1, "cpus:2", 20 * SECOND);
    refuse(WEB, A1, "cpus:1", 5 * SECOND);
    expect(filters.count).toBe(1);
    refuse(WEB, A1, "cpus:4", 5 * SECOND);
    expect(filters.count).toBe(2);
    filters.expire(A1, expiryDeadline(6 * SECOND, true));
    expect(blocks(WEB, A1, "cpus:4")).toBe(false);
    expect(blocks(WEB, A1, "cpus:2")).toBe(true);
  });

  it("leave nothing behind when they are cleared, by client or by agent", () => {
    const { filters, refuse, blocks } = noFilters();
    for (let i = 0; i < 100; i++) {
      refuse(i as ClientId, A1, "cpus:1");
      refuse(i as ClientId, A2, `cpus:${i}`);
    }
    expect(filters.count).toBe(200);
    filters.clearAgent(A1);
    expect(filters.count).toBe(100);
    expect(blocks(WEB, A1, "cpus:1")).toBe(false);
    for (let i = 0; i < 100; i++) filters.clearClient(i as ClientId);
    expect(filters.count).toBe(0);
    expect(blocks(IDLE, A2, "cpus:1")).toBe(false);
  });

  it("are found by their client again and again, however often they expired and came back", () => {
    const { filters, refuse } = noFilters();
    for (let t = 0; t < 1000; t++) {
      refuse(WEB, t % 2 === 0 ? A1 : A2, "cpus:1", SECOND, t * SECOND);
      for (const agent of [A1, A2]) filters.expire(agent, expiryDeadline(t * SECOND, true));
    }
    filters.clearClient(WEB);
    expect(filters.count).toBe(0);
  });

  it("make the cycle look again at an agent that was settled", () => {
    const { agents, filters, refuse } = noFilters();
    refuse(WEB, A1, "cpus:1", SECOND);
    agents.settle(A1);
    filters.expire(A1, expiryDeadline(0, true));
    expect(agents.isSettled(A1)).toBe(true);
    filters.expire(A1, expiryDeadline(2 * SECOND, true));
    expect(agents.isSettled(A1)).toBe(false);
  });
});

describe("how long a filter lasts", () => {
  it("is five seconds for a negative time, a year at most, an interval at least, and never for zero", () => {
    expect(filterDuration(null, SECOND)).toBeUndefined();
    expect(filterDuration(0, SECOND)).toBeUndefined();
    expect(filterDuration(-1, SECOND)).toBe(5 * SECOND);
    expect(filterDuration(-1, 8 * SECOND)).toBe(8 * SECOND);
    expect(filterDuration(1, SECOND)).toBe(SECOND);
    expect(filterDuration(3 * SECOND, SECOND)).toBe(3 * SECOND);
    expect(filterDuration(366 * 86_400 * SECOND, SECOND)).toBe(365 * 86_400 * SECOND);
  });

  /** The table of the facts: refused at this time for so long, offered again at the tick of so many seconds. */
  it.each([
    [1, 0.5, 3],
    [1, 1, 3],
    [1, 1.5, 3],
    [1, 2, 3],
    [1, 2.5, 4],
    [1, 3, 4],
    [1.25, 0.5, 3],
    [1.25, 1, 3],
    [1.25, 1.5, 3],
    [1.25, 2, 4],
    [1.25, 2.5, 4],
    [1.25, 3, 5],
  ])("at %d s for %d s: over at the tick of %d s", (at, seconds, tick) => {
    const { filters, refuse } = noFilters();
    refuse(WEB, A1, "cpus:1", filterDuration(seconds * SECOND, SECOND), at * SECOND);
    filters.expire(A1, expiryDeadline((tick - 1) * SECOND, true));
    expect(filters.count).toBe(1);
    filters.expire(A1, expiryDeadline(tick * SECOND, true));
    expect(filters.count).toBe(0);
  });

  it("ends for what happens after the tick at its very end", () => {
    const { filters, refuse } = noFilters();
    refuse(WEB, A1, "cpus:1", SECOND, SECOND);
    filters.expire(A1, expiryDeadline(2 * SECOND, true));
    expect(filters.count).toBe(1);
    filters.expire(A1, expiryDeadline(2 * SECOND, false));
    expect(filters.count).toBe(0);
  });
});
