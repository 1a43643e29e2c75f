import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, ProgressiveFilling } from "../../../src/cluster/fairness/progressive-filling.js";

/** What each of its tasks takes, and of how many it has use: by default of as many as there is room for. */
interface Asking {
  readonly task: readonly number[];
  readonly tasks?: number;
  readonly weight?: number;
  /** Dominant share. */
  readonly floor?: number;
}

function claimOf(total: readonly number[], { task, tasks, weight = 1, floor = 0 }: Asking): Claim {
  const parts = task.map((amount, k) => amount / (total[k] as number));
  const dominant = Math.max(...parts);
  const ceiling = tasks === undefined ? 1 : tasks * dominant;
  return {
    weight,
    floor: Math.min(floor, ceiling),
    ceiling,
    needs: Float64Array.from(parts, (part) => (dominant === 0 ? 0 : part / dominant)),
  };
}

function sharesOf(total: readonly number[], ...asking: readonly Asking[]): number[] {
  const filling = new ProgressiveFilling(asking.map((each) => claimOf(total, each)));
  filling.fill(total.length);
  return [...filling.shares];
}

describe("the fair shares of one resource", () => {
  // Hadoop's TestComputeFairShares (Apache-2.0): 40 or 45 units, by weight, at least `min` and at most `max`.
  const CASES = [
    { total: 40, shares: [10, 10, 10, 10] },
    { total: 40, max: [100, 50, 11, 3], shares: [13, 13, 11, 3] },
    { total: 40, min: [20, 18, 0, 2], shares: [20, 18, 0, 2] },
    { total: 45, weights: [2, 1, 1, 0.5], shares: [20, 10, 10, 5] },
    { total: 45, max: [10, 11, 30, 20], weights: [2, 1, 1, 0.5], shares: [10, 11, 16, 8] },
    { total: 45, min: [20, 0, 5, 15], weights: [2, 1, 1, 0.5], shares: [20, 5, 5, 15] },
  ];

  test.each(CASES)("are Hadoop's: $shares of $total", ({ total, weights, min, max, shares }) => {
    const asking = shares.map((_, i) => ({
      task: [1],
      tasks: max?.[i] ?? total,
      weight: weights?.[i] ?? 1,
      floor: (min?.[i] ?? 0) / total,
    }));
    const found = sharesOf([total], ...asking);
    for (const [i, share] of shares.entries()) expect((found[i] as number) * total).toBeCloseTo(share, 9);
  });

  test("are what was asked for where there is enough", () => {
    expect(sharesOf([8], { task: [1], tasks: 2 }, { task: [1], tasks: 5 }, { task: [1], tasks: 0 })).toEqual([
      0.25, 0.625, 0,
    ]);
  });

  test("are floors cut alike where the floors alone are too much", () => {
    const shares = sharesOf([10], { task: [1], floor: 0.8 }, { task: [1], floor: 0.4 }, { task: [1] });
    expect(shares[0]).toBeCloseTo(0.8 / 1.2, 12);
    expect(shares[1]).toBeCloseTo(0.4 / 1.2, 12);
    expect(shares[2]).toBe(0);
  });
});

describe("the fair shares of several resources", () => {
  test("are the DRF paper's: 2/3 and 2/3 of 9 cpus and 18 GB", () => {
    // Ghodsi et al., section 4.1: A's tasks take <1 cpu, 4 GB>, B's <3 cpus, 1 GB>.
    const [a, b] = sharesOf([9, 18], { task: [1, 4] }, { task: [3, 1] });
    expect(a).toBeCloseTo(2 / 3, 12);
    expect(b).toBeCloseTo(2 / 3, 12);
  });

  test("are at least half where asset fairness gives less", () => {
    // Ghodsi et al., of asset fairness: <30, 30>, tasks of <1, 3> and <1, 1>; it leaves user 2 with 12 of each.
    const [first, second] = sharesOf([30, 30], { task: [1, 3] }, { task: [1, 1] });
    expect(first).toBeCloseTo(0.5, 12);
    expect(second).toBeCloseTo(0.5, 12);
  });

  test("go on rising for those who need nothing of what is used up", () => {
    // cpus are gone at 1/2 each; the third uses memory alone, of which the others take 1/4 + 1/4.
    const shares = sharesOf([4, 8], { task: [1, 1] }, { task: [1, 1] }, { task: [0, 1] });
    expect(shares[0]).toBeCloseTo(0.5, 12);
    expect(shares[2]).toBeCloseTo(0.5, 12);
    // By weight: cpus are gone at 1/4 and 3/4.
    const weighted = sharesOf([4, 8], { task: [1, 1] }, { task: [1, 1], weight: 3 }, { task: [0, 1] });
    expect(weighted[0]).toBeCloseTo(0.25, 12);
    expect(weighted[1]).toBeCloseTo(0.75, 12);
    expect(weighted[2]).toBeCloseTo(0.5, 12);
  });
});

describe("whatever is asked for", () => {
  const total = [1000, 4000, 8];
  const asking = fc.array(
    fc.record({
      task: fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 2 })),
      tasks: fc.integer({ min: 0, max: 60 }),
      weight: fc.constantFrom(0.5, 1, 2, 7),
      floor: fc.constantFrom(0, 0, 0.1, 0.5),
    }),
    { minLength: 1, maxLength: 7 },
  );
  const used = (claims: readonly Claim[], shares: readonly number[], k: number) =>
    claims.reduce((sum, { needs }, i) => sum + (shares[i] as number) * (needs[k] as number), 0);

  test("no share is above its claim, and no resource is given out twice", () => {
    fc.assert(
      fc.property(asking, (all) => {
        const claims = all.map((each) => claimOf(total, each));
        const shares = sharesOf(total, ...all);
        for (const [i, { ceiling }] of claims.entries()) {
          expect(shares[i]).toBeGreaterThanOrEqual(0);
          expect(shares[i]).toBeLessThanOrEqual(ceiling);
        }
        for (const k of total.keys()) expect(used(claims, shares, k)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test("a claim that is not met needs a resource that is used up, and nobody else has more of it by weight", () => {
    fc.assert(
      fc.property(asking, (all) => {
        const claims = all.map((each) => claimOf(total, each));
        const shares = sharesOf(total, ...all);
        for (const [i, { ceiling, needs, weight }] of claims.entries()) {
          if ((shares[i] as number) >= ceiling - 1e-9) continue;
          const limiting = total.findIndex(
            (_, k) =>
              (needs[k] as number) > 0 &&
              used(claims, shares, k) > 1 - 1e-9 &&
              claims.every(
                (other, j) =>
                  other.needs[k] === 0 ||
                  (shares[j] as number) / other.weight <= (shares[i] as number) / weight + 1e-9 ||
                  (shares[j] as number) <= other.floor + 1e-9,
              ),
          );
          expect(limiting).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("each has its part of the cluster, or all that it asks for: the sharing incentive", () => {
    fc.assert(
      fc.property(asking, (all) => {
        const weights = all.reduce((sum, { weight }) => sum + weight, 0);
        const shares = sharesOf(total, ...all.map((each) => ({ ...each, floor: 0 })));
        for (const [i, each] of all.entries()) {
          const { ceiling } = claimOf(total, each);
          expect(shares[i]).toBeGreaterThanOrEqual(Math.min(ceiling, each.weight / weights) - 1e-9);
        }
      }),
    );
  });

  test("the order in which claims stand changes nothing, nor does what was asked before", () => {
    fc.assert(
      fc.property(asking, (all) => {
        const claims = all.map((each) => claimOf(total, each));
        const filling = new ProgressiveFilling(claims);
        filling.fill(total.length);
        const before = [...filling.shares];
        const [first] = claims as [Claim];
        const { ceiling, floor } = first;
        Object.assign(first, { ceiling: ceiling / 2, floor: 0 });
        filling.fill(total.length);
        Object.assign(first, { ceiling, floor });
        filling.fill(total.length);
        expect([...filling.shares]).toEqual(before);
        const reversed = sharesOf(total, ...all.toReversed()).toReversed();
        for (const [i, share] of before.entries()) expect(reversed[i]).toBeCloseTo(share, 9);
      }),
    );
  });
});
