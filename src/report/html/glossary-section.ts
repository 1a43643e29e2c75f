import type { Comparison } from "../../compare/comparison.js";
import { definitionOf, describeMetric } from "../../metrics/described-metric.js";
import { shownMetrics } from "../comparison/shown-metrics.js";
import { FIGURES } from "../figure.js";
import { html, type Markup } from "./markup.js";

/** What the metrics that are shown mean, each once; what scripts report only they can define. */
export function glossarySection({ scenarios, metrics }: Comparison): Markup {
  const keys = scenarios.flatMap(({ points, asked }) =>
    points.flatMap((point) => shownMetrics(point, asked, metrics).shown.map(({ key }) => key)),
  );
  const names = [...new Set(keys.map((key) => describeMetric(key).name))];
  const rows = names.flatMap((name) => {
    const definition = definitionOf(name);
    if (definition === undefined) return [];
    const title = FIGURES.find(({ metric }) => metric === name)?.title ?? "";
    return html`<tr><th scope="row"><code>${name}</code></th><td>${title}</td><td>${definition.unit}</td><td>${definition.definition}</td><td>${definition.source}</td></tr>
`;
  });
  return html`<section id="metrics" aria-labelledby="metrics-title">
<h2 id="metrics-title">What the metrics mean</h2>
<details><summary>${rows.length} definitions, with units and sources</summary>
<div class="wide" role="region" aria-labelledby="metrics-title" tabindex="0"><table class="glossary">
<thead><tr><th scope="col">metric</th><th scope="col">here also</th><th scope="col">unit</th><th scope="col">definition</th><th scope="col">source</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>
</section>
`;
}
