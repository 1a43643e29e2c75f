/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { dayPlan } from "../../../src/bench/day-plan.js";
import { comparisonHtml } from "../../../src/report/html/comparison-html.js";
import { loadBuiltin } from "../../../src/run/builtins.js";
import { madeComparison } from "../../compare/assembly/made-comparison.js";
import { record } from "../../recording/recorded-simulation.js";
import { findChromium, startBrowser } from "./browser.js";

const chromium = findChromium();
const KINDS = ["utilisation", "shares", "pending", "distribution", "gantt", "offers", "cycles"];
/** More stays than a Gantt chart takes, and a day of events for series that take a few thousand points. */
const DAY = { tasks: 8000, agents: 100, frameworks: 6, roles: 3, burst: 200 };

it.skipIf(chromium === null)(
  "a run with more than its charts can show opens and has all of them (needs Chromium)",
  async () => {
    const { charts } = await record(dayPlan(DAY, 1), await loadBuiltin("hierarchical"));
    expect(Math.max(...charts.series.map(({ times }) => times.length))).toBeGreaterThan(500);
    const comparison = madeComparison({ cells: { day: [{ "tasks.finished": 987_654 }] }, asked: ["tasks.finished"] });
    const run = { scenario: "made", point: 0, label: "day", seed: 1, charts };
    const folder = mkdtempSync(join(tmpdir(), "large-report-"));
    const browser = await startBrowser(chromium as string);
    try {
      const file = join(folder, "report.html");
      writeFileSync(file, comparisonHtml(comparison, [run]));
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator("main").innerText()).toContain("987,654");
      for (const kind of KINDS) {
        await page.locator(`figure[data-kind="${kind}"]`).scrollIntoViewIfNeeded();
        await page.locator(`figure[data-kind="${kind}"][data-drawn] canvas`).first().waitFor();
      }
      const gantt = await page.locator('figure[data-kind="gantt"]').getByRole("img").getAttribute("aria-label");
      expect(gantt).toMatch(/^day: [\d,]+ bars on \d+ of 100 agents, 0 revocable, 0 killed/);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  },
);
