import { describe, expect, it } from "vitest";
import type { Complaint } from "../../../src/base/bad-input.js";
import { readSeeds, seedsOf } from "../../../src/compare/plan/seeds.js";

function seedsFor(text: string | undefined, own = 7, list: readonly number[] | null = null): number[] {
  const complaints: Complaint[] = [];
  const request = readSeeds(text, complaints);
  expect(complaints).toEqual([]);
  return seedsOf(request, own, list);
}

describe("the seeds of a comparison", () => {
  it("are ten from the scenario's own on", () => {
    expect(seedsFor(undefined)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  });

  it("are those that the scenario lists, each once", () => {
    expect(seedsFor(undefined, 3, [3, 5, 3])).toEqual([3, 5]);
  });

  it("are as many as the flag says, whatever the scenario lists", () => {
    expect(seedsFor("3")).toEqual([7, 8, 9]);
    expect(seedsFor("2", 3, [3, 9])).toEqual([3, 4]);
  });

  it("are those that the flag lists, in its order, each once", () => {
    expect(seedsFor("1,2,5-9")).toEqual([1, 2, 5, 6, 7, 8, 9]);
    expect(seedsFor("9, 3-4, 9")).toEqual([9, 3, 4]);
    expect(seedsFor("7-7")).toEqual([7]);
  });

  it("begin anew after the largest one", () => {
    expect(seedsFor("3", 2 ** 32 - 2)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
  });

  it.each([
    ["0", "a comparison takes from 1 to 10000 seeds"],
    ["10001", "a comparison takes from 1 to 10000 seeds"],
    ["1-20000", "a comparison takes from 1 to 10000 seeds"],
    ["x", "seeds are a number, or a list of numbers and ranges"],
    ["-1", "seeds are a number, or a list of numbers and ranges"],
    ["1,,2", "seeds are a number, or a list of numbers and ranges"],
    ["", "seeds are a number, or a list of numbers and ranges"],
    ["9-1", "a range begins with its smaller seed"],
    ["1,4294967296", "a seed is a whole number from 0 to 4294967295"],
  ])("are refused when they are wrong: %s", (text, rule) => {
    const complaints: Complaint[] = [];
    expect(readSeeds(text, complaints)).toBeUndefined();
    expect(complaints).toMatchObject([{ place: "--seeds", value: text, rule }]);
  });
});
