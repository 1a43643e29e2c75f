import type { LineKind, VerdictLine } from "../comparison/verdict-lines.js";
import { html, type Markup } from "./markup.js";

/** A sign beside the colour: nothing hangs on colour alone. */
const SIGNS: Readonly<Record<LineKind, string>> = { good: "✓", bad: "✗", open: "?" };

/** What held, failed, was skipped; nothing without lines. */
export function verdictList(lines: readonly VerdictLine[]): Markup | null {
  if (lines.length === 0) return null;
  const items = lines.map(
    ({ kind, word, text }) =>
      html`<li class="verdict ${kind}"><span class="word"><span aria-hidden="true">${SIGNS[kind]}</span> ${word}</span> <span>${text}</span></li>`,
  );
  return html`<ul class="verdicts">${items}</ul>`;
}

/** Plain sentences; nothing without any. */
export function noteList(lines: readonly string[], kind = "notes"): Markup | null {
  return lines.length === 0 ? null : html`<ul class="${kind}">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
