import { median } from "d3-array";
import { AllocatorFailure } from "../allocator/failure.js";
import { wallMs } from "../base/stopwatch.js";
import { answerNow } from "../kinds/module-call.js";
import type { ModuleInstance } from "../kinds/module-instance.js";
import type { Guest } from "../runtimes/guest.js";
import { loadNative } from "../runtimes/native/load-native.js";
import { openNativeLibrary } from "../runtimes/native/open-native-library.js";
import { WIRE } from "../sdk/wire-codes.js";

/** How often calls into native modules are timed. */
export interface BorderCourse {
  /** The library of `com_example_test_module`. */
  readonly testModule: string;
  /** The library of `com_example_first_come`. */
  readonly allocator: string;
  /** Of each function, in a round. */
  readonly calls: number;
  readonly rounds: number;
}

/** Nanoseconds of one call, the loop around it included: the medians over the rounds. */
export interface BorderFigures {
  /** A JavaScript function that does nothing: what is left of the others is the border and the function beyond it. */
  readonly emptyNs: number;
  /** TestModule.foo, from the instance's `call` on: one typed call, and the outcome around its answer. */
  readonly fooNs: number;
  /** Allocator.decide of an empty cluster: a typed array of one record in, none out. */
  readonly decideNs: number;
  /** The same with a record of a MiB, whose length alone is read. */
  readonly decideMebibyteNs: number;
}

const FOO = { input: { a: "c", b: 3 }, answer: "c".charCodeAt(0) + 3 };
const MEBIBYTE = 1024 ** 2 / Float64Array.BYTES_PER_ELEMENT;

/** Calls native modules in this process, as a run's process does. @throws AllocatorFailure when they cannot be loaded */
export async function runBorder({ testModule, allocator, calls, rounds }: BorderCourse): Promise<BorderFigures> {
  const instance = await testModuleIn(testModule);
  const guest = await loadNative(allocator, "com_example_first_come", []);
  setUp(guest);
  const [short, long] = [clockRecord(1), clockRecord(MEBIBYTE - 2)];
  const timed: readonly (() => void)[] = [
    () => {},
    () => instance.call("foo", FOO.input, () => {}),
    () => guest.decide(short),
    () => guest.decide(long),
  ];
  const times = timed.map((): number[] => []);
  // In turns, so that a moment in which the machine is busy falls on all of them; the first round only warms them up.
  for (let round = 0; round <= rounds; round++) {
    for (const [i, call] of timed.entries()) {
      const ns = nanosecondsOf(call, calls);
      if (round > 0) times[i]?.push(ns);
    }
  }
  const [emptyNs, fooNs, decideNs, decideMebibyteNs] = times.map((ns) => median(ns)) as [
    number,
    number,
    number,
    number,
  ];
  return { emptyNs, fooNs, decideNs, decideMebibyteNs };
}

function nanosecondsOf(call: () => void, calls: number): number {
  const startedAt = wallMs();
  for (let i = 0; i < calls; i++) call();
  return ((wallMs() - startedAt) * 1e6) / calls;
}

async function testModuleIn(library: string): Promise<ModuleInstance> {
  // It waits for nothing.
  const timer = { now: 0, after: () => () => {} };
  const opening = await openNativeLibrary(library, { timer, print: () => {} });
  const found = opening.kind === "ready" ? await opening.value.module("com_example_test_module") : opening;
  const made = found.kind === "ready" ? await found.value?.create([]) : found;
  const instance = made?.kind === "ready" ? made.value : null;
  const answer = instance === null ? null : answerNow(instance.call, "foo", FOO.input);
  if (instance === null || answer?.kind !== "ready" || answer.value !== FOO.answer) {
    throw new AllocatorFailure("loadFailed", `${library}: its TestModule does not answer as it should`);
  }
  return instance;
}

function setUp(guest: Guest): void {
  guest.setup({
    agents: [],
    frameworks: [],
    roles: [],
    resourceKeys: [],
    parameters: {},
    options: {
      allocationInterval: 1e6,
      minAllocatable: [],
      fairnessExclude: [],
      countLentInShares: true,
      filterGpuResources: true,
    },
    seed: 1,
  });
}

/** The record that every call begins with; a reader skips what it is longer than it knows. */
function clockRecord(doubles: number): Float64Array {
  const record = new Float64Array(2 + doubles);
  record.set([WIRE.clock, doubles, 1]);
  return record;
}
