import type { Comparison, Method } from "../../compare/comparison.js";
import { legend } from "../comparison/remarks.js";
import { html, type Markup } from "./markup.js";

/** What it takes to get the same again: the command, versions, hashes, seeds and method. */
export function provenanceSection({ command, versions, hash, method, scenarios }: Comparison): Markup {
  const runtimes = Object.entries(versions.runtimes).map(([name, version]) => `${name} ${version}`);
  const rows = scenarios.map(
    ({ scenario, file, seeds, hash: own }) =>
      html`<tr><th scope="row">${scenario}</th><td><code>${file}</code></td><td>${seeds.join(", ")}</td><td><code>${own ?? "skipped"}</code></td></tr>
`,
  );
  return html`<section id="repeat" aria-labelledby="repeat-title">
<h2 id="repeat-title">Repeat it</h2>
<div class="command"><pre id="command" tabindex="0"><code>${command}</code></pre><button type="button" data-copy="command">Copy</button><span class="unseen" role="status"></span></div>
<dl class="facts">
<div><dt>hash</dt><dd><code>${hash ?? "none: a run failed"}</code></dd></div>
<div><dt>versions</dt><dd>workbench ${versions.workbench}, Node ${versions.node}${runtimes.map((runtime) => `, ${runtime}`)}</dd></div>
<div><dt>method</dt><dd>${legend(method).replace("* best", "marked: best")}</dd></div>
<div><dt>perturbed</dt><dd>${perturbations(method)}</dd></div>
</dl>
<div class="wide" role="region" aria-label="scenarios, seeds and hashes" tabindex="0"><table>
<thead><tr><th scope="col">scenario</th><th scope="col">file</th><th scope="col">seeds</th><th scope="col">hash</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>
`;
}

function perturbations({ shakeArrivalsPercent, permuteTies }: Method): string {
  const asked = [
    ...(shakeArrivalsPercent === null ? [] : [`arrivals and run times shaken by up to ${shakeArrivalsPercent} %`]),
    ...(permuteTies ? ["ties broken in another order"] : []),
  ];
  return asked.length === 0
    ? "nothing: --shake-arrivals and --permute-ties try whether a lead lasts"
    : asked.join("; ");
}
