import { describe, expect, it, onTestFinished } from "vitest";
import { AllocatorFailure } from "../../src/allocator/failure.js";
import type { TimedOperation } from "../../src/allocator/operations.js";
import type { FrameworkId, RoleId } from "../../src/cluster/ids.js";
import type { MetricSample } from "../../src/cluster/metric-sample.js";
import { type GuestLimits, UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../fixtures/random-history.js";

/** Counts what it is told, and reports so many numbers of its own as the count says. */
const JAVASCRIPT = `
  let told = 0;
  const kept = [];
  export function onEvent(cluster, event) { if (event.op === "suppressOffers") told++; }
  export function decide(cluster) {
    for (let i = 0; i < told; i++) cluster.metric("told", i);
    if (told > 4000) kept.push(new Float64Array(4e6).fill(1));
    told = 0;
  }`;

/** The same. What is more than 9 gets a half, so that an answer is whole or not, and one number is too large for 64 bits. */
const PYTHON = `
told = 0
kept = []

def on_event(cluster, event):
    global told
    told += event.op == "suppressOffers"

def decide(cluster):
    global told
    for i in range(told):
        cluster.metric("told", i if told < 10 else i + 0.5)
    if told == 3:
        cluster.metric("told", -(2**40))
    if told == 4:
        cluster.metric("told", 2**70)
    if told > 4000:
        kept.append(bytearray(32_000_000))
    told = 0
`;

async function load(file: string, code: string, limits: Partial<GuestLimits> = {}) {
  const directory = historyDirectory();
  const samples: MetricSample[] = [];
  const onSample = (sample: MetricSample) => samples.push(sample);
  const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1, onSample };
  const allocator = await loadAllocator({ path: scratchFile(file, code) }, context, { ...UNLIMITED, ...limits });
  onTestFinished(() => allocator.close());
  /** Tells it of so many operations. @returns what it reported */
  return (operations: number): readonly number[] => {
    const operation = { op: "suppressOffers", framework: 0 as FrameworkId, roles: [1 as RoleId] } as const;
    const registered = {
      op: "addFramework",
      framework: 0 as FrameworkId,
      roles: [1 as RoleId],
      capabilities: [],
      suppressedRoles: [],
      active: true,
    } as const;
    const events: TimedOperation[] = [{ t: 0, operation: registered }];
    for (let i = 0; i < operations; i++) events.push({ t: 0, operation });
    samples.length = 0;
    allocator.decide(0, events, null);
    return samples.map(({ value }) => value);
  };
}

const counted = (length: number) => Array.from({ length }, (_, i) => i);

describe("what crosses into QuickJS and back", () => {
  it("may be little, more than there was room for, and little again", async () => {
    const tell = await load("echo.js", JAVASCRIPT);
    for (const operations of [0, 1, 3000, 0, 7000, 2, 12_000, 5000, 0]) {
      expect(tell(operations)).toEqual(counted(operations));
    }
  });

  it("is bounded by the limit on output before it is taken", async () => {
    const tell = await load("echo.js", JAVASCRIPT, { outputBytes: 100_000 });
    expect(tell(1000)).toHaveLength(1000);
    expect(() => tell(5000)).toThrow("more than 100000 bytes of output in one call");
    const free = await load("echo.js", JAVASCRIPT, { outputBytes: null });
    expect(free(5000)).toHaveLength(5000);
  });

  it.each([
    ["negative", "-1"],
    ["no whole number", "0.5"],
    ["none", "undefined"],
  ])("is the script's error when the length of an answer is %s", async (_, length) => {
    const code = `Object.defineProperty(Float64Array.prototype.__proto__, "length", { get: () => ${length} });`;
    const tell = await load("echo.js", `${code}\n${JAVASCRIPT}`);
    expect(() => tell(0)).toThrow(AllocatorFailure);
  });
});

describe("what crosses into Python and back", () => {
  const halves = (length: number) => counted(length).map((i) => i + 0.5);

  it("may be little, more than there was room for, and little again", async () => {
    const tell = await load("echo.py", PYTHON);
    for (const operations of [0, 1, 3000, 0, 7000, 2, 12_000, 5000, 9]) {
      expect(tell(operations)).toEqual(operations < 10 ? counted(operations) : halves(operations));
    }
  });

  it("may be negative, and larger than an integer of 64 bits", async () => {
    const tell = await load("echo.py", PYTHON);
    expect(tell(3)).toEqual([0, 1, 2, -(2 ** 40)]);
    expect(tell(4)).toEqual([0, 1, 2, 3, 2 ** 70]);
    expect(tell(3)).toEqual([0, 1, 2, -(2 ** 40)]);
  });
});
