import { html, type Markup } from "./markup.js";
import type { PackedRun } from "./packed-runs.js";
import { pointId } from "./page-plan.js";

/**
 * A run's charts in an element that no browser runs. Packed a run takes a fifth of the room, and the page unpacks it only
 * when one of its charts comes into view.
 */
export function embeddedRun({ label, seed, packed }: PackedRun, at: readonly [number, number], mark: number): Markup {
  return html`<script type="application/gzip" data-point="${pointId(...at)}" data-label="${label}" data-mark="${mark}" data-seed="${seed}">${packed}</script>
`;
}
