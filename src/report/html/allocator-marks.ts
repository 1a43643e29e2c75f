import type { Comparison } from "../../compare/comparison.js";
import { html, type Markup } from "./markup.js";

/** As many as the style sheet has (`--mark-0` ...): told apart by the colour-blind, and on white and black. */
export const MARK_COLOURS = 8;

/** Colour and shape of each allocator, by its label: the same everywhere in a report. */
export type AllocatorMarks = ReadonlyMap<string, number>;

/** The lowest number that no other allocator of its scenarios has, so that colours repeat only where they must. */
export function allocatorMarks({ scenarios }: Pick<Comparison, "scenarios">): AllocatorMarks {
  const groups = scenarios.map(({ points }) => points[0]?.cells.map(({ label }) => label) ?? []);
  const marks = new Map<string, number>();
  for (const label of groups.flat()) {
    if (marks.has(label)) continue;
    const beside = groups.filter((group) => group.includes(label)).flat();
    const taken = new Set(beside.map((other) => marks.get(other)));
    let mark = 0;
    while (taken.has(mark)) mark++;
    marks.set(label, mark);
  }
  return marks;
}

/** Within a circle of radius 4 about the origin: beside the colour, so that nothing hangs on it alone. */
const SHAPES = [
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  "M-3.6 -3.6h7.2v7.2h-7.2z",
  "M0 -4.6L4.4 3.4h-8.8z",
  "M0 -4.8L4.8 0L0 4.8L-4.8 0z",
  "M0 4.6L4.4 -3.4h-8.8z",
  "M-1.6 -4.4h3.2v2.8h2.8v3.2h-2.8v2.8h-3.2v-2.8h-2.8v-3.2h2.8z",
  "M-4.4 -2.4h8.8v4.8h-8.8z",
] as const;

/** For a `path` in an SVG element. */
export function shapeOf(mark: number): string {
  return SHAPES[mark % SHAPES.length] as string;
}

/** An allocator's name after its mark. */
export function labelled(label: string, marks: AllocatorMarks): Markup {
  const mark = marks.get(label) ?? 0;
  return html`<span class="label"><svg class="swatch mark-${mark % MARK_COLOURS}" viewBox="-5 -5 10 10" aria-hidden="true"><path d="${shapeOf(mark)}"/></svg><bdi>${label}</bdi></span>`;
}
