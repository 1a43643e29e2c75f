import { describe, expect, it } from "vitest";
import { ranked } from "../../../src/compare/statistics/ranks.js";

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Values around a centre that go up and down together with the seed. */
function around(centre: number, noise: (seed: number) => number = () => 0): number[] {
  return SEEDS.map((seed) => centre + 5 * (seed % 3) + noise(seed));
}

function ranksOf(samples: Readonly<Record<string, number[]>>, direction: "lower" | "higher" = "lower") {
  const contenders = Object.entries(samples).map(([label, values]) => ({ label, values }));
  return ranked(contenders, direction).map(({ label, rank }) => `${label} ${rank}`);
}

describe("ranks", () => {
  it("tell apart what differs with every seed, however much the seeds differ", () => {
    expect(ranksOf({ slow: around(12), quick: around(10), middle: around(11) })).toEqual([
      "quick 1",
      "middle 2",
      "slow 3",
    ]);
  });

  it("begin with the highest where that is better", () => {
    expect(ranksOf({ low: around(10), high: around(12) }, "higher")).toEqual(["high 1", "low 2"]);
  });

  it("are shared where the interval of the differences holds 0, and the next one is left out", () => {
    const noise = (seed: number) => (seed % 2 === 0 ? 3 : -2.9);
    expect(ranksOf({ a: around(10), b: around(10, noise), c: around(30) })).toEqual(["a 1", "b 1", "c 3"]);
  });

  it("are shared by a chain, though its ends are apart", () => {
    const wide = (seed: number) => (seed % 2 === 0 ? 4 : -4);
    expect(ranksOf({ a: around(10), b: around(11), between: around(10.5, wide) })).toEqual(["a 1", "between 1", "b 1"]);
    expect(ranksOf({ a: around(10), b: around(11) })).toEqual(["a 1", "b 2"]);
  });

  it("are shared by what is the same", () => {
    expect(ranksOf({ lua: around(10), python: around(10) })).toEqual(["lua 1", "python 1"]);
  });

  it("are shared by all with one seed", () => {
    expect(ranksOf({ a: [1], b: [2] })).toEqual(["a 1", "b 1"]);
  });
});
