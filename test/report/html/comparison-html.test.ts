import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../src/compare/comparison.js";
import { comparisonHtml } from "../../../src/report/html/comparison-html.js";
import { madeComparison, type RunSketch } from "../../compare/assembly/made-comparison.js";

const HOSTILE = "</script><img src=x onerror=alert(1)>";

function runs(...of: readonly [wait: number, used: number][]): RunSketch[] {
  return of.map(([wait, used]) => ({ "wait.p95": wait, "utilisation.cpus": used }));
}

/** A trade: `slow` uses more and waits longer. One failed, one was skipped. */
const TRADE = madeComparison({
  cells: {
    fast: runs([10, 0.5], [11, 0.51], [12, 0.52], [10, 0.53], [11, 0.54], [12, 0.5]),
    slow: runs([20, 0.9], [22, 0.95], [25, 0.92], [21, 0.93], [22, 0.94], [23, 0.9]),
    [HOSTILE]: ["boom </style>", ...runs([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])],
    native: Array(6).fill({ skipped: "no compiler" }),
  },
  asked: ["wait.p95", "utilisation.cpus"],
});

describe("a comparison as HTML", () => {
  const page = comparisonHtml(TRADE, []);

  it("says first who is best in what is asked, at what price, and how sure that is", () => {
    expect(page).toContain('<p class="headline">A trade: fast for wait p95; slow for cpus used.</p>');
    expect(page).toContain("slow</bdi></span>: wait p95 22.2 s, the best 11 s</li>");
    expect(page).toContain("slow, ahead of fast by 40.7 % [40.0, 42.7] with 6 of 6 seeds, d_z");
  });

  it("shows what failed and what was skipped, with the reason", () => {
    expect(page).toContain("with seed 1: threw in cycle 3: boom &lt;/style&gt;");
    expect(page).toContain("native: no compiler");
  });

  it("takes no name for markup", () => {
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });

  it("names the command to repeat it, and what took part", () => {
    expect(page).toContain("<code>workbench compare made.yaml</code>");
    expect(page).toContain("workbench 0.0.0, Node 20.0.0");
  });

  it("says what each metric that it shows means", () => {
    expect(
      page.match(/<tr><th scope="row"><code>wait\.p95<\/code><\/th><td>wait p95<\/td><td>s<\/td><td>\S/g),
    ).toHaveLength(1);
    expect(page).not.toContain("<code>makespan</code>");
  });

  it("lets nothing but its own style and script run", () => {
    const policy = /Content-Security-Policy" content="(.*?)"/.exec(page)?.[1];
    expect(policy).toMatch(
      /^default-src &#39;none&#39;; style-src &#39;sha256-\S+&#39;; script-src &#39;sha256-\S+&#39;; /,
    );
    expect(policy).not.toContain("unsafe");
  });

  it("reads the same each time", () => {
    expect(comparisonHtml(TRADE, [])).toBe(page);
  });
});

describe("a negligible lead in HTML", () => {
  const cells = { fast: runs([10, 0.5], [11, 0.51]), full: runs([20, 0.501], [22, 0.511]) };
  const asked = ["wait.p95", "utilisation.cpus"];

  it("does not decide the answer, is told as negligible, and what that is stands in the method", () => {
    const page = comparisonHtml(madeComparison({ cells, asked }), []);
    expect(page).toContain('<p class="headline">fast: best in wait p95; only a negligible lead in cpus used.</p>');
    expect(page).toContain("only a negligible lead: <b>50.6 %");
    expect(page).toContain("full, ahead of fast by a negligible 0.1 % with 2 of 2 seeds");
    expect(page).toContain("within 1 % of the mean of whoever is behind");
  });

  it("decides it where every lead is to matter", () => {
    const page = comparisonHtml(madeComparison({ cells, asked, smallestLeadPercent: 0 }), []);
    expect(page).toContain('<p class="headline">A trade: fast for wait p95; full for cpus used.</p>');
    expect(page).not.toContain("negligible");
  });
});

describe("a comparison of several scenarios as HTML", () => {
  const [scenario] = TRADE.scenarios;
  const scenarios = [scenario, { ...scenario, scenario: "other" }] as Comparison["scenarios"];

  it("counts how often each is best, and has a matrix of scenarios and allocators", () => {
    const page = comparisonHtml({ ...TRADE, scenarios }, []);
    expect(page).toContain("<td>best in 2 of 4</td><td>alone in 2</td>");
    expect(page).toContain('<table class="overview">');
    expect(page).toMatch(/<td>22\.2 s \[.*?\]<\/td>/);
  });

  it("names a scenario that was skipped, with the reason", () => {
    const skipped = { ...scenario, scenario: "traced", skipped: "no --param traces", hash: null, points: [] };
    const page = comparisonHtml({ ...TRADE, scenarios: [scenario, skipped] as Comparison["scenarios"] }, []);
    expect(page.match(/no --param traces/g)).toHaveLength(2);
  });
});
