import { describe, expect, it } from "vitest";
import { type Complaint, formatComplaint } from "../../src/base/bad-input.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../../src/cluster/plan.js";
import { formatHeader, readHeader } from "../../src/journal/journal-header.js";

const HEADER = { source: "allocator-workbench 0.1.0", seed: 7, isSummary: false };

function complaintsOf(options: object): string[] {
  const complaints: Complaint[] = [];
  readHeader("j.jsonl", JSON.stringify({ journal: 1, options }), complaints);
  return complaints.map(formatComplaint);
}

describe("a journal's header", () => {
  it("has every option, and is read as it was written", () => {
    const options: AllocatorOptionsPlan = {
      allocationInterval: 2_000_000,
      agentOrder: "shuffle",
      roleSorter: "random",
      frameworkSorter: "random",
      minAllocatable: ["cpus:1;ports:2"],
      fairnessExclude: ["gpus"],
      countLentInShares: false,
      filterGpuResources: false,
      domain: { region: "r1", zone: "z1" },
      recoveryTimeout: 90_000_000,
      agentRecoveryFactor: 0.5,
      triggers: "batched",
      weightUpdates: "cached",
    };
    const line = formatHeader({ ...HEADER, options });
    const complaints: Complaint[] = [];
    expect(readHeader("j.jsonl", line, complaints)).toEqual({ ...HEADER, options });
    expect(complaints).toEqual([]);
    expect(line).toContain(
      '"weightUpdates":"cached","domain":{"region":"r1","zone":"z1"},"recoveryTimeout":"90s","agentRecoveryFactor":0.5,"countLentInShares":false,"triggers":"batched"}}',
    );
  });

  it("leaves out what older journals do not have where it holds its default, and reads it so", () => {
    const line = formatHeader({ ...HEADER, options: OPTION_DEFAULTS });
    expect(Object.keys(JSON.parse(line).options).at(-1)).toBe("weightUpdates");
    expect(readHeader("j.jsonl", line, [])).toEqual({ ...HEADER, options: OPTION_DEFAULTS });
  });

  it("may tell of a failure, and of every name that the run knew", () => {
    const names = { agents: ["a1"], frameworks: ["web"], roles: ["*", "prod"], resourceKeys: ["cpus", "cpus(prod)"] };
    const failure = { kind: "threw", message: "my.lua:14: nil", cycle: 12, names } as const;
    const line = formatHeader({ ...HEADER, options: OPTION_DEFAULTS, failure });
    const complaints: Complaint[] = [];
    expect(readHeader("j.jsonl", line, complaints)).toEqual({ ...HEADER, options: OPTION_DEFAULTS, failure });
    expect(complaints).toEqual([]);
  });

  it("is refused with a failure that is none", () => {
    const complaints: Complaint[] = [];
    const failure = { kind: "sulked", names: { agents: 1, frameworks: [], roles: [], resourceKeys: ["cpus{"] } };
    readHeader("j.jsonl", JSON.stringify({ journal: 1, failure }), complaints);
    expect(complaints.map(formatComplaint)).toMatchInlineSnapshot(`
      [
        "j.jsonl:1:25: "sulked": kind is one of threw, timedOut, outOfMemory, crashed, illegalDecision, loadFailed; choose one of them",
        "j.jsonl:1:50: "1": agents is a list of texts; write it as ["..."]",
        "j.jsonl:1:88: "cpus{": this is no resource; write it as cpus(prod)",
        "j.jsonl:1:14: "{\\"kind\\":\\"sulked\\",\\"names\\":{\\"agents\\":1,\\"frameworks\\":[],\\"roles\\":[],\\"resourceKeys\\":[\\"cpus{\\"]}}": a failure has a kind, a message, a cycle and names; leave the header as recorded",
      ]
    `);
  });

  it("takes no waiting at all after a failover, and the whole cluster, for what they are", () => {
    expect(complaintsOf({ recoveryTimeout: "0s", agentRecoveryFactor: 1 })).toEqual([]);
    expect(complaintsOf({ agentRecoveryFactor: 0, domain: null })).toEqual([]);
  });

  it("is refused with all that is wrong with its options", () => {
    const options = {
      minAllocatable: ["ports:[1-2]"],
      domain: { region: "r1" },
      recoveryTimeout: "-1s",
      agentRecoveryFactor: 80,
      triggers: "eager",
    };
    expect(complaintsOf(options)).toMatchInlineSnapshot(`
      [
        "j.jsonl:1:25: "ports:[1-2]": a quantity is written name:number; name it plainly",
        "j.jsonl:1:58: "{\\"region\\":\\"r1\\"}": a domain has a region and a zone; write it as {"region":"r1","zone":"z1"}",
        "j.jsonl:1:83: "-1s": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); give it from zero on",
        "j.jsonl:1:107: "80": agentRecoveryFactor is a number from 0 to 1; write it as 0.8",
        "j.jsonl:1:132: "eager": triggers is one of settled, batched; choose one of them",
      ]
    `);
  });
});
