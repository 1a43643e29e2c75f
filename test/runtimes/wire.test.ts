import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../src/allocator/operations.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { WireEncoder } from "../../src/runtimes/wire.js";
import { WIRE } from "../../src/sdk/wire-codes.js";
import { anyOperation, oddDirectory } from "../journal/any-operation.js";

const directory = oddDirectory();
const agents = (count: number) => new Array<AgentId>(count).fill(0 as AgentId);
const roles = (count: number) => new Array<RoleId>(count).fill(1 as RoleId);

/** Each takes so many numbers, and a few more. */
const LONG_OPERATIONS: readonly ((length: number) => Operation)[] = [
  (length) => ({ op: "updateWhitelist", agents: agents(length) }),
  (length) => ({ op: "updateWeights", weights: roles(length / 2).map((role) => ({ role, weight: 2 })) }),
  (length) => ({ op: "suppressOffers", framework: 0 as FrameworkId, roles: roles(length) }),
];
/** How long they are when a new encoder has little or no room left behind them. */
const LENGTHS = Array.from({ length: 20 }, (_, i) => 984 + 2 * i);

const happenings = fc.record({
  longOperation: fc.constantFrom(...LONG_OPERATIONS),
  operations: fc.array(anyOperation(directory), { maxLength: 6 }),
  candidates: fc.option(fc.nat(600).map(agents)),
});

/** Where the last record begins; undefined when the records do not end where the numbers do. */
function lastRecord(numbers: Float64Array): number | undefined {
  let at = 0;
  for (;;) {
    const end = at + 2 + (numbers[at + 1] as number);
    if (!(end < numbers.length)) return end === numbers.length ? at : undefined;
    at = end;
  }
}

describe("what crosses to a guest", () => {
  it("is whole, wherever the room for it has to grow", () => {
    fc.assert(
      fc.property(happenings, fc.constantFrom(...LENGTHS), ({ longOperation, operations, candidates }, length) => {
        const encoder = new WireEncoder(1_000_000, directory.resourceKeys);
        const events = [longOperation(length), ...operations].map((operation) => ({ t: 5, operation }));
        const growing = Float64Array.from(encoder.encode(7, events, candidates));
        expect(growing[lastRecord(growing) ?? -1]).toBe(candidates === null ? WIRE.clock : WIRE.candidates);
        // Now there is room for all of it.
        expect([...encoder.encode(7, events, candidates)]).toEqual([...growing]);
      }),
      { numRuns: 300 },
    );
  });
});
