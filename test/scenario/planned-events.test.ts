import { describe, expect, it } from "vitest";
import { complaintsOf, loadText, SMALL } from "../fixtures/scenarios/load-text.js";

async function planOf(more: string) {
  const { rows, notes } = await loadText(`${SMALL}${more}`);
  return { ...rows[0]?.plan, notes };
}

describe("maintenance", () => {
  it("is known from the start and for good unless it says otherwise, in the order of announcement", async () => {
    const { maintenance } = await planOf(`maintenance:
  - { agent: agent-002, announcedAt: 1m, from: 2m, for: 3m }
  - { agent: agent-001, from: 5m }
  - { agent: agent-002, announcedAt: 5m, from: 5m }
`);
    expect(maintenance).toEqual([
      { agent: "agent-001", announcedAt: 0, from: 300_000_000, duration: null },
      { agent: "agent-002", announcedAt: 60_000_000, from: 120_000_000, duration: 180_000_000 },
      { agent: "agent-002", announcedAt: 300_000_000, from: 300_000_000, duration: null },
    ]);
  });

  it("is refused where it cannot be", async () => {
    expect(
      await complaintsOf(`${SMALL}maintenance:
  - { agent: agent-003, from: 5m }
  - { agent: agent-001, announcedAt: 6m, from: 5m }
  - { agent: agent-002, from: 5m, for: 5m }
  - { agent: agent-002, announcedAt: 9m, from: 15m, for: 0s }
  - { announcedAt: 9m }
`),
    ).toEqual([
      's.yaml:6:14: "agent-003": the scenario has no such agent; did you mean "agent-001"?',
      's.yaml:7:38: "6m": a maintenance is announced before it begins; write 5m or less',
      's.yaml:9:14: "agent-002": an agent has one maintenance at a time, and an earlier one is not over when this is announced (M1); announce it later, or remove one of them',
      's.yaml:9:58: "0s": this duration is at least one microsecond; write it such as 30s',
      "s.yaml:10:5: a maintenance needs the key agent; add agent: ...",
      "s.yaml:10:5: a maintenance needs the key from; add from: ...",
    ]);
  });
});

describe("a pause of the allocator", () => {
  it("is a fault with a time of its own", async () => {
    const { faults, pauses } = await planOf(
      "faults: [{ at: 2m, allocatorPaused: 30s }, { at: 1m, allocatorPaused: 5m }, { at: 1m, agentLost: agent-001 }]\n",
    );
    expect(faults).toEqual([{ at: 60_000_000, agent: "agent-001", duration: null }]);
    expect(pauses).toEqual([
      { at: 60_000_000, duration: 300_000_000 },
      { at: 120_000_000, duration: 30_000_000 },
    ]);
  });

  it("is no loss of an agent at the same time", async () => {
    const both = "{ at: 1m, agentLost: agent-001, allocatorPaused: 30s }";
    const text = `${SMALL}faults: [${both}, { at: 1m, allocatorPaused: 30s, for: 5s }, { at: 1m, allocatorPaused: 0s }]\n`;
    expect(await complaintsOf(text)).toEqual([
      's.yaml:5:42: "allocatorPaused": a fault is either agentLost or allocatorPaused; write two faults',
      's.yaml:5:98: "for": for belongs to agentLost; write the time at allocatorPaused alone',
      's.yaml:5:136: "0s": this duration is at least one microsecond; write it such as 30s',
    ]);
  });
});

describe("a recovery", () => {
  const quota = 'roles: { prod: { quota: { guarantees: "cpus:1" } } }\n';

  it("expects all agents of the scenario, or as many as it says", async () => {
    expect(await planOf(`recovery: {}\n${quota}`)).toMatchObject({ recovery: { expectedAgents: 2 }, notes: [] });
    expect(await planOf(`recovery: { expectedAgents: 5 }\n${quota}`)).toMatchObject({
      recovery: { expectedAgents: 5 },
    });
  });

  it("without any quota is noted to hold nothing off (R1)", async () => {
    expect((await planOf("recovery: {}\n")).notes).toEqual(["recovery holds nothing off: no role has a quota (R1)"]);
  });

  it("can be taken away, and brought, by a row", async () => {
    const { rows } = await loadText(`${SMALL}recovery: {}
allocators:
  - { use: hierarchical }
  - { label: none, use: hierarchical, overrides: { recovery: null, triggers: batched } }
`);
    expect(rows.map(({ plan }) => [plan.recovery, plan.options.triggers])).toEqual([
      [{ expectedAgents: 2 }, "settled"],
      [undefined, "batched"],
    ]);
  });

  it("has options within their bounds", async () => {
    expect(
      await complaintsOf(`${SMALL}recovery: { expectedAgents: -1 }
recoveryTimeout: soon
agentRecoveryFactor: 1.5
triggers: late
`),
    ).toEqual([
      's.yaml:5:29: "-1": a number of expected agents is a whole number from 0 to 100000; write for example 20',
      's.yaml:6:18: "soon": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
      's.yaml:7:22: "1.5": agentRecoveryFactor is a number from 0 to 1; write for example 0.8',
      's.yaml:8:11: "late": triggers is settled or batched; write one of settled, batched',
    ]);
  });
});
