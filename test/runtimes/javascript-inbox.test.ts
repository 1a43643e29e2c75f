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
const ECHO = `
  let told = 0;
  const kept = [];
  export function onEvent(cluster, event) { if (event.op === "suppressOffers") told++; }
  export function decide(cluster) {
    for (let i = 0; i < told; i++) cluster.metric("told", i);
    if (told > 4000) kept.push(new Float64Array(4e6).fill(1));
    told = 0;
  }`;

async function load(code: string, limits: Partial<GuestLimits> = {}) {
  const directory = historyDirectory();
  const samples: MetricSample[] = [];
  const onSample = (sample: MetricSample) => samples.push(sample);
  const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1, onSample };
  const allocator = await loadAllocator({ path: scratchFile("echo.js", code) }, context, { ...UNLIMITED, ...limits });
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
    const tell = await load(ECHO);
    for (const operations of [0, 1, 3000, 0, 7000, 2, 12_000, 5000, 0]) {
      expect(tell(operations)).toEqual(counted(operations));
    }
  });

  it("is bounded by the limit on output before it is taken", async () => {
    const tell = await load(ECHO, { outputBytes: 100_000 });
    expect(tell(1000)).toHaveLength(1000);
    expect(() => tell(5000)).toThrow("more than 100000 bytes of output in one call");
    const free = await load(ECHO, { outputBytes: null });
    expect(free(5000)).toHaveLength(5000);
  });

  it.each([
    ["negative", "-1"],
    ["no whole number", "0.5"],
    ["none", "undefined"],
  ])("is the script's error when the length of an answer is %s", async (_, length) => {
    const code = `Object.defineProperty(Float64Array.prototype.__proto__, "length", { get: () => ${length} });`;
    const tell = await load(`${code}\n${ECHO}`);
    expect(() => tell(0)).toThrow(AllocatorFailure);
  });
});
