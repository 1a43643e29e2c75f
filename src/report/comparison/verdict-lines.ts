import type { Cell, ComparedExpectation, ComparisonPoint } from "../../compare/comparison.js";

/** What a line is about: reports give each kind a colour of its own. */
export type LineKind = "good" | "bad" | "open";

export interface VerdictLine {
  readonly kind: LineKind;
  /** `held 10/10`, `failed`, `skipped` */
  readonly word: string;
  readonly text: string;
}

/** What was skipped and what failed: one line for each allocator and way of failing. */
export function troubleLines({ cells }: ComparisonPoint): VerdictLine[] {
  return cells.flatMap((cell) => {
    if (cell.skipped !== null) return [{ kind: "open", word: "skipped", text: `${cell.label}: ${cell.skipped}` }];
    return failureLines(cell);
  });
}

function failureLines({ label, runs }: Cell): VerdictLine[] {
  const seedsOf = new Map<string, number[]>();
  for (const { seed, failure } of runs) {
    if (failure === null) continue;
    const when = failure.cycle === null ? "" : ` in cycle ${failure.cycle}`;
    const text = `${failure.kind}${when}: ${failure.message}`;
    seedsOf.set(text, [...(seedsOf.get(text) ?? []), seed]);
  }
  return [...seedsOf].map(([text, seeds]) => {
    return { kind: "bad", word: "failed", text: `${label} with ${seedsText(seeds, runs.length)}: ${text}` };
  });
}

/** How often each expectation held. */
export function expectationLines({ expectations }: ComparisonPoint): VerdictLine[] {
  return expectations.map((expectation) => {
    const { text, held, judged, seeds } = expectation;
    if (judged === 0) return { kind: "open", word: "open", text: `${text}${because(seeds[0]?.reason)}` };
    const word = `held ${held}/${judged}`;
    if (held === judged) return { kind: "good", word, text };
    const where = held === 0 ? "with no seed" : `not with ${seedsText(notHeld(expectation), seeds.length)}`;
    return { kind: "bad", word, text: `${text} (${where})` };
  });
}

function notHeld({ seeds }: ComparedExpectation): number[] {
  return seeds.filter(({ held }) => held === false).map(({ seed }) => seed);
}

function because(reason: string | null | undefined): string {
  return reason ? `: ${reason}` : "";
}

/** `seed 3`, `seeds 3, 4 and 8 more`, `every seed` */
function seedsText(seeds: readonly number[], all: number): string {
  if (seeds.length === all && all > 1) return "every seed";
  const shown = seeds.slice(0, 5).join(", ");
  const more = seeds.length > 5 ? ` and ${seeds.length - 5} more` : "";
  return `${seeds.length === 1 ? "seed" : "seeds"} ${shown}${more}`;
}
