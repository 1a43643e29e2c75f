/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { comparisonHtml } from "../../../src/report/html/comparison-html.js";
import { madeComparison, type RunSketch } from "../../compare/assembly/made-comparison.js";
import { findChromium, startBrowser } from "./browser.js";
import { madeRun } from "./made-charts.js";

const HOSTILE = "</script><img src=x onerror=document.title='owned'>";
const chromium = findChromium();

function runs(...of: readonly [wait: number, used: number][]): RunSketch[] {
  return of.map(([wait, used]) => ({ "wait.p95": wait, "utilisation.cpus": used }));
}

const COMPARISON = madeComparison({
  cells: {
    fast: runs([10, 0.5], [11, 0.51], [12, 0.52], [10, 0.53], [11, 0.54], [12, 0.5]),
    [HOSTILE]: runs([20, 0.9], [22, 0.95], [25, 0.92], [21, 0.93], [22, 0.94], [23, 0.9]),
    broken: ["boom", ...runs([1, 1], [1, 1], [1, 1], [1, 1], [1, 1])],
    native: Array(6).fill({ skipped: "no compiler" }),
  },
  asked: ["wait.p95", "utilisation.cpus"],
});
const KINDS = ["utilisation", "shares", "pending", "distribution", "gantt", "offers", "cycles", "script"];

/** One browser and one page for all: each look at it begins with the page as it is opened. */
describe.skipIf(chromium === null)("the report in a browser (needs Chromium)", () => {
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  const file = join(folder, "report.html");
  const complaints: string[] = [];
  const requests: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(file, comparisonHtml(COMPARISON, [madeRun("fast"), madeRun(HOSTILE, 2)]));
    browser = await startBrowser(chromium as string);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function drawAll(): Promise<void> {
    for (const kind of KINDS) {
      await page.locator(`figure[data-kind="${kind}"]`).scrollIntoViewIfNeeded();
      await page.locator(`figure[data-kind="${kind}"][data-drawn]`).waitFor();
    }
  }

  /** In one go: a figure that is drawn again puts new elements in the place of old ones. */
  function coloursOf(selector: string): Promise<[text: string, ground: string][]> {
    return page.evaluate(
      (wanted) =>
        [...document.querySelectorAll(wanted)].map((element): [string, string] => {
          let under: Element | null = element;
          while (under !== null && getComputedStyle(under).backgroundColor === "rgba(0, 0, 0, 0)")
            under = under.parentElement;
          return [getComputedStyle(element).color, getComputedStyle(under ?? document.body).backgroundColor];
        }),
      selector,
    );
  }

  it("goes by keyboard from the skip link over contents and switch to the reasons", async () => {
    const stops: string[] = [];
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("Tab");
      stops.push(await page.evaluate(() => document.activeElement?.textContent ?? ""));
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
      expect(outline).not.toBe("none");
    }
    expect(stops).toEqual(["Skip to the answer", "Dark", "Print", "Contents", "made", "Why, at what price, how sure"]);
    await page.keyboard.press("Enter");
    expect(await page.locator("details.why").first().getAttribute("open")).toBeNull();
    await page.keyboard.press("Enter");
  });

  it("says who is best in what, before anything else", async () => {
    const headline = await page.locator("main .headline").first().innerText();
    expect(headline).toBe(`A trade: fast for wait p95; ${HOSTILE} for cpus used.`);
    const box = await page.locator("main .headline").first().boundingBox();
    expect(box?.y).toBeLessThan(400);
  });

  it("draws no chart before it comes into view, and each one then", async () => {
    expect(await page.locator("figure[data-drawn]").count()).toBeLessThan(KINDS.length);
    await drawAll();
    for (const kind of KINDS) {
      const sizes = await page
        .locator(`figure[data-kind="${kind}"] canvas`)
        .evaluateAll((all) =>
          all.map((canvas) => (canvas as HTMLCanvasElement).width * (canvas as HTMLCanvasElement).height),
        );
      expect(sizes.length, kind).toBeGreaterThan(0);
      expect(Math.min(...sizes), kind).toBeGreaterThan(0);
      const inks = await page
        .locator(`figure[data-kind="${kind}"] canvas`)
        .first()
        .evaluate((element) => {
          const canvas = element as HTMLCanvasElement;
          const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size;
        });
      expect(inks, kind).toBeGreaterThan(3);
    }
  });

  it("tells the same in words and as a table", async () => {
    const gantt = page.locator('figure[data-kind="gantt"]');
    expect(await gantt.getByRole("img").getAttribute("aria-label")).toBe(
      "fast: 3 bars on 2 agents, 1 revocable, 1 killed",
    );
    await gantt.locator(".as-table summary").click();
    await gantt.locator("table").waitFor();
    expect(await gantt.locator("tbody tr").nth(1).innerText()).toMatch(/fast\s+batch\s+2\s+1\s+1\s+revoked 1/);
  });

  it("draws what the reader chooses, and leaves the keyboard where it was", async () => {
    const gantt = page.locator('figure[data-kind="gantt"]');
    const select = gantt.getByLabel("Allocator");
    await select.focus();
    await select.selectOption(HOSTILE);
    expect(await gantt.locator(".panel-title").innerText()).toBe(HOSTILE);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.choice)).toBe("allocator");
  });

  it("is readable in light and in dark colours, which differ", async () => {
    const selector = "h1, .headline, .hint, a, summary, .lead, .badge, .verdict .word, td, th, dt, button, option";
    const grounds = [];
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      const pairs = await coloursOf(selector);
      expect(pairs.length).toBeGreaterThan(50);
      for (const [text, ground] of pairs)
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      grounds.push((await coloursOf("body"))[0]?.[1]);
    }
    expect(grounds[0]).not.toBe(grounds[1]);
    await page.locator("#theme").click();
    expect((await coloursOf("body"))[0]?.[1]).toBe(grounds[0]);
    await drawAll();
  });

  it("has marks that stand out from the ground, in both", async () => {
    for (const scheme of ["light", "dark"]) {
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
      }, scheme);
      const colours = await page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        const names = ["mark", "part"].flatMap((kind) => Array.from({ length: 8 }, (_, i) => `--${kind}-${i}`));
        return names.map((name) => {
          probe.style.color = `var(${name})`;
          return getComputedStyle(probe).color;
        });
      });
      const ground = (await coloursOf("body"))[0]?.[1] as string;
      expect(new Set(colours).size).toBe(16);
      for (const colour of colours) expect(contrast(colour, ground), `${colour}, ${scheme}`).toBeGreaterThanOrEqual(3);
    }
  });

  it("needs no scrolling to the side on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator("details").evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = true;
    });
    await drawAll();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it("asks for nothing but itself, runs nothing of a hostile name, and has nothing to complain of", async () => {
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(await page.title()).toBe("Allocators compared: made");
    expect(await page.locator("img").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

/** WCAG 2.2: the ratio of the relative luminances. @param colours `rgb(1, 2, 3)` */
function contrast(...colours: readonly [string, string]): number {
  const [a, b] = colours.map((colour) => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
