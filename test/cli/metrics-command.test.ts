import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { BadInput } from "../../src/base/bad-input.js";
import { Console } from "../../src/cli/console.js";
import { EXIT } from "../../src/cli/exit-code.js";
import { metricsCommand } from "../../src/cli/metrics-command.js";
import { KNOWN_METRICS } from "../../src/metrics/known-metrics.js";

function printed(name: string | undefined, flags: { json?: true } = {}): string {
  const stdout = new PassThrough();
  const console = new Console(stdout as unknown as NodeJS.WriteStream, process.stderr, {});
  expect(metricsCommand(name, flags, console)).toBe(EXIT.held);
  return (stdout.read() as Buffer).toString();
}

function complaint(name: string): string {
  try {
    printed(name);
  } catch (error) {
    expect(error).toBeInstanceOf(BadInput);
    return (error as BadInput).message;
  }
  return "";
}

describe("workbench metrics", () => {
  it("lists all metrics with unit, better side and page", () => {
    const lines = printed(undefined).split("\n");
    expect(lines[0]).toMatch(/^metric +unit +better +page$/);
    for (const { name } of KNOWN_METRICS) {
      expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(lines.find((line) => line.startsWith("wait.p95 "))).toMatch(/^wait.p95 +s +lower +wait$/);
  });

  it.each([["wait"], ["wait.p95"], ["wait.p95{role=eng/ml}"]])("prints the page of %s", (name) => {
    const page = printed(name);
    expect(page).toMatch(/^Wait\n/);
    expect(page).toContain("Pitfalls\n");
    for (const line of page.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("finds a family by what its metrics begin with, and Mesos' metrics by a role's own", () => {
    expect(printed("sloAttainment")).toMatch(/^SLO attainment\n/);
    expect(printed("allocator/mesos/roles/eng/ml/shares/dominant")).toMatch(/^Shares of roles/);
  });

  it("names other pages where the files have links", () => {
    expect(printed("hoarded")).toContain("see fragmentation.");
    expect(printed("jain")).toContain("The fairness gap (fairness-gap)");
  });

  it("prints the definitions as JSON, all or those of a page", () => {
    const all = JSON.parse(printed(undefined, { json: true }));
    expect(all.metrics.map(({ name }: { name: string }) => name).sort()).toEqual(
      KNOWN_METRICS.map(({ name }) => name).sort(),
    );
    const { metrics } = JSON.parse(printed("makespan", { json: true }));
    expect(metrics).toEqual([{ ...KNOWN_METRICS.find(({ name }) => name === "makespan"), page: "makespan" }]);
  });

  it("asks whether the nearest name was meant, or sends to the list", () => {
    expect(complaint("wait.p96")).toBe(
      'workbench metrics: "wait.p96": there is no such metric; did you mean wait.p95?',
    );
    expect(complaint("waitXp95")).toContain("did you mean");
    expect(complaint("xyzzy".repeat(9))).toContain("workbench metrics lists them");
    expect(complaint("")).toContain("there is no such metric");
  });
});
