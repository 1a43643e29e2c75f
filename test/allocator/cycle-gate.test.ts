import { describe, expect, it } from "vitest";
import { CycleGate, type GateOptions } from "../../src/allocator/cycle-gate.js";
import type { Operation } from "../../src/allocator/operations.js";
import type { Candidates } from "../../src/allocator/triggers.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import { NO_RESOURCES } from "../../src/cluster/resources.js";

const MINUTE = 60_000_000;
const TICK: Operation = { op: "allocate", wake: false };
const REVIVE: Operation = { op: "reviveOffers", framework: 0 as FrameworkId, roles: [] };

function agents(...ids: number[]): AgentId[] {
  return ids as AgentId[];
}

function joined(agent: number): Operation {
  return { op: "addAgent", agent: agent as AgentId, total: NO_RESOURCES, used: [] };
}

function recovery(expectedAgents: number, hasQuota = true): Operation {
  const quota = { role: 0 as RoleId, guarantees: NO_RESOURCES, limits: NO_RESOURCES };
  return { op: "recover", expectedAgents, quotas: hasQuota ? [quota] : [] };
}

/** What becomes of triggers one after the other. */
function gate(options: Partial<GateOptions> = {}) {
  const under = new CycleGate({ ...OPTION_DEFAULTS, ...options });
  return {
    under,
    admit: (t: number, operation: Operation, triggered?: Candidates) => under.admit(t, operation, triggered),
  };
}

describe("settled triggers", () => {
  it("are a cycle each, at once", () => {
    const { admit, under } = gate();
    expect(admit(0, joined(1), agents(1))).toEqual([1]);
    expect(admit(0, REVIVE, null)).toBeNull();
    expect(under.pending).toBeUndefined();
  });
});

describe("batched triggers", () => {
  it("share one cycle over the union of their agents, which is run later (G1)", () => {
    const { admit, under } = gate({ triggers: "batched" });
    expect(admit(0, joined(5), agents(5))).toBeUndefined();
    expect(admit(0, joined(2), agents(2))).toBeUndefined();
    expect(under.pending).toEqual([2, 5]);
    expect(admit(0, { op: "run", agents: agents(2, 5) }, agents(2, 5))).toEqual([2, 5]);
    expect(under.pending).toBeUndefined();
  });

  it("of all agents take in those of single ones", () => {
    const { admit, under } = gate({ triggers: "batched" });
    admit(0, joined(5), agents(5));
    admit(0, REVIVE, null);
    admit(0, joined(6), agents(6));
    expect(under.pending).toBeNull();
  });

  it("go with the interval's tick when it comes first", () => {
    const { admit, under } = gate({ triggers: "batched" });
    admit(0, joined(5), agents(5));
    expect(admit(0, TICK, null)).toBeNull();
    expect(under.pending).toBeUndefined();
  });
});

describe("a pause (G4)", () => {
  it("drops triggers, the tick included, and resuming triggers nothing", () => {
    const { admit } = gate();
    admit(0, { op: "pause" });
    expect(admit(1, joined(1), agents(1))).toBeUndefined();
    expect(admit(2, TICK, null)).toBeUndefined();
    expect(admit(3, { op: "resume" })).toBeUndefined();
    expect(admit(4, TICK, null)).toBeNull();
  });

  it("keeps the agents of a cycle that was queued before it", () => {
    const { admit, under } = gate({ triggers: "batched" });
    admit(0, joined(1), agents(1));
    admit(0, { op: "pause" });
    admit(0, joined(2), agents(2));
    expect(admit(0, { op: "run", agents: agents(1) }, agents(1))).toBeUndefined();
    expect(under.pending).toEqual([1]);
    admit(0, { op: "resume" });
    expect(admit(0, { op: "run", agents: agents(1) }, agents(1))).toEqual([1]);
  });

  it("may be begun and ended twice without more effect", () => {
    const { admit } = gate();
    admit(0, { op: "pause" });
    admit(0, { op: "pause" });
    admit(0, { op: "resume" });
    expect(admit(0, TICK, null)).toBeNull();
    admit(0, { op: "resume" });
    expect(admit(0, TICK, null)).toBeNull();
  });
});

describe("the recovery hold-off", () => {
  it("lasts until the expected part of the agents is back; only the last of them is then looked at (R1, R2)", () => {
    const { admit } = gate();
    admit(0, recovery(5));
    expect(admit(1, REVIVE, null)).toBeUndefined();
    for (const id of [1, 2, 3]) expect(admit(2, joined(id), agents(id))).toBeUndefined();
    expect(admit(3, joined(4), agents(4))).toEqual([4]);
    expect(admit(4, TICK, null)).toBeNull();
  });

  it("ends after the recovery time even if agents are missing (R3)", () => {
    const { admit } = gate();
    admit(0, recovery(5));
    expect(admit(10 * MINUTE - 1, TICK, null)).toBeUndefined();
    expect(admit(10 * MINUTE, TICK, null)).toBeNull();
  });

  it("does not begin without quotas, nor when no agent need be back (R1)", () => {
    for (const operation of [recovery(5, false), recovery(1)]) {
      const { admit } = gate();
      admit(0, operation);
      expect(admit(1, TICK, null)).toBeNull();
    }
  });

  it("takes its part and its time from the options", () => {
    const { admit } = gate({ agentRecoveryFactor: 0.5, recoveryTimeout: MINUTE });
    admit(0, recovery(4));
    expect(admit(0, joined(1), agents(1))).toBeUndefined();
    expect(admit(0, joined(2), agents(2))).toEqual([2]);
    const other = gate({ recoveryTimeout: MINUTE });
    other.admit(0, recovery(4));
    expect(other.admit(MINUTE, TICK, null)).toBeNull();
  });
});
