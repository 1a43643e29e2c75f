import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../src/compare/comparison.js";
import { answerOf } from "../../../src/report/comparison/answer.js";
import { languageCosts } from "../../../src/report/comparison/language-costs.js";
import { standings } from "../../../src/report/comparison/standings.js";
import { allocatorMarks } from "../../../src/report/html/allocator-marks.js";
import { madeComparison, type RunSketch } from "../../compare/assembly/made-comparison.js";

function runs(wait: number, used: number, cycle = 0.01): RunSketch[] {
  return [0, 1, 2, 3, 4, 5, 6].map((seed) => ({
    "wait.p95": wait + (seed % 3),
    "utilisation.cpus": used,
    "cycleMs.p50": cycle,
  }));
}

function answer(cells: Record<string, RunSketch[]>, asked = ["wait.p95", "utilisation.cpus"], smallestLeadPercent = 1) {
  const { scenarios, metrics } = madeComparison({ cells, asked, smallestLeadPercent });
  const [scenario] = scenarios;
  if (scenario === undefined || scenario.points[0] === undefined) throw new Error("no point");
  return answerOf(scenario.points[0], scenario, metrics);
}

describe("the answer of a point", () => {
  it("names whoever is best in everything that is asked", () => {
    const { headline, choices } = answer({ good: runs(10, 0.9), bad: runs(20, 0.5) });
    expect(headline).toBe("good: best in wait p95, cpus used.");
    expect(choices).toMatchObject([{ label: "good", bestIn: ["wait p95", "cpus used"], price: [] }]);
  });

  it("tells a trade, and what each side of it costs", () => {
    const { headline, choices } = answer({ fast: runs(10, 0.5), full: runs(20, 0.9) });
    expect(headline).toBe("A trade: fast for wait p95; full for cpus used.");
    expect(choices.map(({ label, price }) => [label, ...price])).toEqual([
      ["fast", "cpus used 50.0 %, the best 90.0 %"],
      ["full", "wait p95 20.9 s, the best 10.9 s"],
    ]);
  });

  it("names nobody where nobody is told apart", () => {
    const { headline, choices } = answer({ one: runs(10, 0.5), other: runs(10, 0.5) });
    expect(headline).toBe("Not told apart in wait p95, cpus used: one, other.");
    expect(choices).toEqual([]);
  });

  it("is decided by no negligible lead", () => {
    const { headline, choices, questions } = answer({ fast: runs(10, 0.9), full: runs(20, 0.9001) });
    expect(headline).toBe("fast: best in wait p95; only a negligible lead in cpus used.");
    expect(choices).toMatchObject([{ label: "fast", bestIn: ["wait p95"], price: [], alsoWorseIn: [] }]);
    expect(questions[1]).toMatchObject({
      best: ["full", "fast"],
      isDecided: false,
      isNegligible: true,
      lead: "full, ahead of fast by a negligible 0.01 % with 7 of 7 seeds",
    });
  });

  it("is decided by every lead where every lead is to matter", () => {
    const cells = { fast: runs(10, 0.9), full: runs(20, 0.9001) };
    const { headline, questions } = answer(cells, undefined, 0);
    expect(headline).toBe("A trade: fast for wait p95; full for cpus used.");
    expect(questions[1]?.lead).toBe("full, ahead of fast by 0.01 % with 7 of 7 seeds");
  });

  it("names all whom a negligible lead separates from the best, where others are further behind", () => {
    const { headline, choices } = answer({ near: runs(20, 0.9), best: runs(20, 0.9001), far: runs(20, 0.5) });
    expect(headline).toBe("near, best: best in cpus used; nobody is told apart in wait p95.");
    expect(choices.map(({ label, price }) => [label, ...price])).toEqual([["near"], ["best"]]);
  });

  it("names nobody where no lead is more than negligible", () => {
    const { headline, choices } = answer({ one: runs(10, 0.9), other: runs(10, 0.9001) });
    expect(headline).toBe("Not told apart in wait p95, only a negligible lead in cpus used: one, other.");
    expect(choices).toEqual([]);
    expect(answer({ one: runs(10, 0.9), other: runs(10, 0.9001) }, ["utilisation.cpus"]).headline).toBe(
      "Only a negligible lead in cpus used: one, other.",
    );
  });

  it("tells the figures where what is asked has no better side", () => {
    const counted = (cycles: number) => runs(10, 0.5).map((run) => ({ ...(run as object), cycles }));
    const { headline, facts, questions } = answer({ one: counted(7), other: counted(9) }, ["cycles"]);
    expect(headline).toBe("Nothing to rank. cycles: one 7, other 9.");
    expect(facts).toHaveLength(1);
    expect(questions).toEqual([]);
  });

  it("says so where too few ran to compare", () => {
    const failed: RunSketch[] = Array(7).fill("boom");
    expect(answer({ one: runs(10, 0.5), broken: failed }).headline).toMatch(/^Only one ran to the end/);
    expect(answer({ one: failed, broken: failed }).headline).toMatch(/^No answer/);
  });
});

describe("standings over all scenarios", () => {
  it("count the questions in which somebody is told apart", () => {
    const trade = madeComparison({ cells: { fast: runs(10, 0.5), full: runs(20, 0.9) }, asked: ["wait.p95"] });
    const level = madeComparison({ cells: { fast: runs(10, 0.5), full: runs(10, 0.9) }, asked: ["wait.p95"] });
    const scenarios = [...trade.scenarios, ...level.scenarios] as Comparison["scenarios"];
    const negligible = madeComparison({
      cells: { fast: runs(10, 0.5), full: runs(10, 0.5001) },
      asked: ["utilisation.cpus"],
    });
    expect(standings(negligible)).toEqual([]);
    expect(standings({ ...trade, scenarios })).toEqual([
      { label: "fast", questions: 1, best: 1, alone: 1, points: 1 },
      { label: "full", questions: 1, best: 0, alone: 0, points: 1 },
    ]);
  });
});

describe("the cost of languages", () => {
  it("compares with the built-in only those who decided the same", () => {
    const made = madeComparison({ cells: { own: runs(10, 0.5, 2), same: runs(10, 0.5, 2), other: runs(9, 0.5, 8) } });
    const [scenario] = made.scenarios;
    const [point] = scenario?.points ?? [];
    const cells = point?.cells.map((cell) => ({ ...cell, language: cell.label === "own" ? "builtin" : "lua" }));
    const scenarios = [{ ...scenario, points: [{ ...point, cells }] }] as unknown as Comparison["scenarios"];
    expect(languageCosts({ scenarios })).toMatchObject([
      { language: "builtin", timesBuiltin: null, cells: [{ label: "own", meanMs: 2 }] },
      { language: "lua", timesBuiltin: { ratio: 1, cells: 1 }, cells: [{ meanMs: 2 }, { meanMs: 8 }] },
    ]);
  });
});

describe("the marks of allocators", () => {
  it("are the same everywhere, and different within a scenario", () => {
    const groups = [["a", "b"], ["c", "a"], ["d"]];
    const scenarios = groups.map((labels) => ({ points: [{ cells: labels.map((label) => ({ label })) }] }));
    const marks = allocatorMarks({ scenarios } as never);
    expect([...marks]).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 1],
      ["d", 0],
    ]);
  });
});
