import type { Comparison, ComparisonPoint, ScenarioComparison } from "../../compare/comparison.js";
import { type Answer, answerOf } from "./answer.js";

/** How an allocator does over all questions of a comparison. */
export interface Standing {
  readonly label: string;
  /** The decided questions (in which somebody has a worse rank) in which it has a rank. */
  readonly questions: number;
  /** In how many of these it is best; and in how many nobody else is. */
  readonly best: number;
  readonly alone: number;
  /** Over how many points these questions are spread. */
  readonly points: number;
}

/** Whoever is best most often first, of equals in the order of the command; who has no rank in a decided question is left out. */
export function standings(comparison: Comparison): Standing[] {
  const tally = new Map<string, Tally>();
  for (const answered of answersOf(comparison)) {
    const { point, answer } = answered;
    for (const { key, best } of answer.questions.filter(({ isDecided }) => isDecided)) {
      for (const { label, metrics } of point.cells) {
        if ((metrics[key]?.rank ?? null) === null) continue;
        const standing = tally.get(label) ?? { questions: 0, best: 0, alone: 0, points: new Set() };
        const isBest = best.includes(label);
        standing.questions++;
        standing.points.add(answered);
        if (isBest) standing.best++;
        if (isBest && best.length === 1) standing.alone++;
        tally.set(label, standing);
      }
    }
  }
  const counted = [...tally].map(([label, { points, ...counts }]) => ({ label, ...counts, points: points.size }));
  return counted.sort((a, b) => b.best - a.best || b.alone - a.alone);
}

interface Tally {
  questions: number;
  best: number;
  alone: number;
  readonly points: Set<AnsweredPoint>;
}

export interface AnsweredPoint {
  readonly scenario: ScenarioComparison;
  readonly point: ComparisonPoint;
  readonly answer: Answer;
}

/** Of every point, in the order of the document. */
export function answersOf({ scenarios, metrics }: Comparison): AnsweredPoint[] {
  return scenarios.flatMap((scenario) =>
    scenario.points.map((point) => ({ scenario, point, answer: answerOf(point, scenario, metrics) })),
  );
}
