import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAST_SPEED, memoryVictims, speedsUnder, type Wanting } from "../../../src/simulator/pace/agent-pressure.js";

function wanting(regular: readonly number[], revocable: readonly number[] = []): Wanting<number>[] {
  const of = (amounts: readonly number[], isRevocable: boolean) =>
    amounts.map((wanted, owner) => ({ owner, revocable: isRevocable, wanted }));
  return [...of(regular, false), ...of(revocable, true)];
}

describe("cpus that are not enough", () => {
  it("go to regular tasks first, and revocable ones share the rest", () => {
    expect(speedsUnder(4000, wanting([3000], [1000]))).toEqual({ regular: 1000, revocable: 1000 });
    expect(speedsUnder(4000, wanting([3000], [1000, 1000]))).toEqual({ regular: 1000, revocable: 500 });
    expect(speedsUnder(4000, wanting([3000, 1000], [1000]))).toEqual({ regular: 1000, revocable: LEAST_SPEED });
    expect(speedsUnder(4000, wanting([4000, 4000], [1000]))).toEqual({ regular: 500, revocable: LEAST_SPEED });
  });

  it("are not used beyond what there is, but for the least that everybody gets", () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), amounts, amounts, (cpus, regular, revocable) => {
        const tasks = wanting(regular, revocable);
        const speeds = speedsUnder(cpus, tasks);
        const used = tasks.reduce(
          (sum, task) => sum + (task.wanted * (task.revocable ? speeds.revocable : speeds.regular)) / 1000,
          0,
        );
        const least = tasks.reduce((sum, { wanted }) => sum + (wanted * LEAST_SPEED) / 1000, 0);
        expect(used).toBeLessThanOrEqual(cpus + least);
        if (speeds.revocable === 1000 && revocable.some((wanted) => wanted > 0)) expect(speeds.regular).toBe(1000);
      }),
    );
  });
});

describe("memory that is not enough", () => {
  const use = (owner: string, wanted: number, given: number, revocable = false) => ({
    owner,
    wanted,
    given,
    revocable,
  });

  it("costs revocable tasks their lives first, and no more of them than need be", () => {
    const tasks = [use("r1", 10, 5), use("v1", 10, 10, true), use("v2", 10, 10, true)];
    expect(memoryVictims(30, tasks)).toEqual([]);
    expect(memoryVictims(29, tasks)).toEqual(["v1"]);
    expect(memoryVictims(19, tasks)).toEqual(["v1", "v2"]);
  });

  it("then costs those that use more than they were given, and never one that does not", () => {
    const tasks = [use("honest", 10, 10), use("greedy", 30, 10), use("v", 1, 1, true), use("greedier", 50, 10)];
    expect(memoryVictims(70, tasks)).toEqual(["v", "greedy"]);
    expect(memoryVictims(30, tasks)).toEqual(["v", "greedy", "greedier"]);
  });

  it("is enough again afterwards, where no more was given than there is", () => {
    const task = fc.record({ given: fc.nat({ max: 10 }), wanted: fc.nat({ max: 20 }), revocable: fc.boolean() });
    fc.assert(
      fc.property(fc.array(task, { maxLength: 8 }), (tasks) => {
        const uses = tasks.map((each, i) => ({ ...each, owner: i }));
        const memory = uses.reduce((sum, { given, revocable }) => sum + (revocable ? 0 : given), 0);
        const victims = new Set(memoryVictims(memory, uses));
        const left = uses.filter(({ owner }) => !victims.has(owner));
        expect(left.reduce((sum, { wanted }) => sum + wanted, 0)).toBeLessThanOrEqual(memory);
      }),
    );
  });
});
