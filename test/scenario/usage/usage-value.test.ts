import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { secondsToMicros } from "../../../src/base/time.js";
import type { FrameworkPlan } from "../../../src/cluster/plan.js";
import { shareAt, type UsageProfile } from "../../../src/cluster/usage-profile.js";
import { wavePoints } from "../../../src/scenario/resolve/usage/wave-points.js";
import { complaintsOf, loadText, scratchFolder } from "../../fixtures/scenarios/load-text.js";

const HOUR = 3600;

function using(cpus: string, more = ""): string {
  return `scenario: 1
duration: 48h
agents: [{ resources: "cpus:4" }]
frameworks:
  - name: web
    roles: [r]
    workload: { service: { instances: 3, resources: "cpus:1", usage: { cpus: ${cpus} } } }
${more}`;
}

async function usageOf(text: string, folder?: string): Promise<readonly UsageProfile[]> {
  const { rows } = await loadText(text, {}, folder);
  return profilesOf(rows[0]?.plan.frameworks[0]);
}

function profilesOf(framework: FrameworkPlan | undefined): readonly UsageProfile[] {
  return framework?.usage?.get("cpus") ?? [];
}

function shares(profile: UsageProfile | undefined, seconds: readonly number[]): number[] {
  return seconds.map((t) => Number(shareAt(profile as UsageProfile, secondsToMicros(t)).toFixed(9)));
}

describe("the usage of tasks", () => {
  it("is a constant, points or a ramp since the start of the task", async () => {
    const [constant] = await usageOf(using("0.5"));
    expect(shares(constant, [0, 9 * HOUR])).toEqual([0.5, 0.5]);
    expect(await usageOf(using("{ constant: 0.5 }"))).toEqual([constant]);
    const [points] = await usageOf(using("[[0s, 0.5], [10m, 1.2], [10m, 0]]"));
    expect(points?.clock).toBe("task");
    expect(shares(points, [0, 300, 599, 600])).toEqual([0.5, 0.85, 1.198833333, 0]);
    expect(await usageOf(using("{ points: [[0s, 0.5], [10m, 1.2], [10m, 0]] }"))).toEqual([points]);
    const [ramp] = await usageOf(using("{ ramp: { from: 0.2, to: 1, over: 8m } }"));
    expect(ramp?.clock).toBe("task");
    expect(shares(ramp, [0, 240, 480, 4800])).toEqual([0.2, 0.6, 1, 1]);
  });

  it("counts from the start of the run where its clock is the run's", async () => {
    const [points] = await usageOf(using("{ points: [[0s, 0.5], [10m, 1.2]], clock: run }"));
    expect(points?.clock).toBe("run");
  });

  it("is a wave of a day that rises through its mean at its phase", async () => {
    const [wave] = await usageOf(using("{ wave: { mean: 0.5, amplitude: 0.3, phase: 6h } }"));
    expect(wave?.clock).toBe("run");
    expect(
      shares(
        wave,
        [0, 6, 8, 12, 18, 24, 30, 36].map((hours) => hours * HOUR),
      ),
    ).toEqual([0.2, 0.5, 0.65, 0.8, 0.5, 0.2, 0.5, 0.8]);
  });

  it("is cut at 0 and where the user says", async () => {
    const [wave] = await usageOf(using("{ wave: { mean: 0.5, amplitude: 1, period: 24m }, atMost: 1.2 }"));
    expect(shares(wave, [360, 1080])).toEqual([1.2, 0]);
  });

  it("is read from a table beside the scenario", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "usage.csv"), "time,value,remark\n0,0.25,night\n600,0.75,day\n600.5,0.5,\n");
    const [trace] = await usageOf(using("{ trace: usage.csv }"), folder);
    expect(trace?.clock).toBe("run");
    expect(shares(trace, [0, 300, 600, 601])).toEqual([0.25, 0.5, 0.75, 0.5]);
  });
});

describe("a wave", () => {
  const points = (phase: number) => wavePoints({ mean: 1, amplitude: 1, period: 2400, phase });

  it("is closed: it ends where it begins, whatever its phase", () => {
    for (const phase of [0, 7, 99, 2399, 5000]) {
      const [first, last] = [points(phase)[0], points(phase).at(-1)];
      expect([first?.after, last?.after]).toEqual([0, 2400]);
      expect(last?.share).toBe(first?.share);
    }
  });

  it("is the sine at 24 points", () => {
    for (const [k, { share }] of points(0).entries()) expect(share).toBeCloseTo(1 + Math.sin((k * Math.PI) / 12), 12);
  });
});

describe("noise", () => {
  const NOISY = "{ constant: 0.5, noise: { amount: 0.1, every: 10m } }";
  const everyTenMinutes = Array.from({ length: 289 }, (_, k) => k * 600);

  it("is the same for a seed, another for another, and of its own for each framework", async () => {
    const one = await usageOf(using(NOISY));
    expect(await usageOf(using(NOISY))).toEqual(one);
    expect(await usageOf(using(NOISY, "seed: 2"))).not.toEqual(one);
    expect(await usageOf(using(NOISY).replace("name: web", "name: shop"))).not.toEqual(one);
  });

  it("comes in eight series, each about its mean and never further off than its amount", async () => {
    const series = await usageOf(using(NOISY));
    expect(series).toHaveLength(8);
    for (const one of series) {
      const values = shares(one, everyTenMinutes);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0.4);
      expect(Math.max(...values)).toBeLessThanOrEqual(0.6);
      expect(new Set(values).size).toBeGreaterThan(280);
      expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
    }
  });

  it("lies on a wave through the whole run, and is cut with it", async () => {
    const noisy = "{ wave: { mean: 0.5, amplitude: 0.3 }, noise: { amount: 0.1, every: 10m }, atMost: 0.7 }";
    const [plain] = await usageOf(using("{ wave: { mean: 0.5, amplitude: 0.3 } }"));
    const [series] = await usageOf(using(noisy));
    const differences = everyTenMinutes.map((t) =>
      Math.abs((shares(plain, [t])[0] as number) - (shares(series, [t])[0] as number)),
    );
    expect(Math.max(...shares(series, everyTenMinutes))).toBe(0.7);
    expect(differences.filter((difference) => difference > 0.001).length).toBeGreaterThan(200);
  });

  it("leaves the jumps of points as they are", async () => {
    const [series] = await usageOf(
      using("{ points: [[0s, 0], [25m, 0], [25m, 1]], noise: { amount: 0.1, every: 10m } }"),
    );
    const [before, after] = shares(series, [1499.999999, 1500]);
    expect((after as number) - (before as number)).toBeGreaterThan(0.8);
  });
});

describe("a usage that is wrong", () => {
  it.each([
    ["{ wave: { mean: 1, amplitude: 1 }, constant: 1 }", "exactly one of constant, points, ramp, wave, trace"],
    ["{ noise: { amount: 1, every: 1m } }", "exactly one of constant, points, ramp, wave, trace"],
    ["{ wave: { mean: 1 } }", "a wave needs the key amplitude"],
    ["{ ramp: { from: 0, to: 1, over: 0s } }", "at least one microsecond"],
    ["{ constant: 1, noise: { amount: 1, every: 1s } }", "at most 10000 values in 2d; write every: 18s or more"],
    ["-1", "a usage is a number"],
    ["much", "a usage is a number"],
    ["{ wav: { mean: 1, amplitude: 1 } }", '"wav": unknown key in the usage of a resource; did you mean "wave"?'],
    ["{ constant: 1, clock: wall }", "a clock is task or run"],
  ])("is told with its place: %s", async (cpus, rule) => {
    const complaints = await complaintsOf(using(cpus));
    expect(complaints.join("\n")).toContain(rule);
    expect(complaints[0]).toMatch(/s\.yaml:7:\d+/);
  });

  it("may be a table that is not there, or that cannot be read", async () => {
    const folder = scratchFolder();
    const complaints = await complaintsOf(using("{ trace: none.csv }"), {}, folder);
    expect(complaints).toHaveLength(2);
    expect(complaints.join("\n")).toMatch(/none\.csv: there is no such file.*\n.*s\.yaml:7:\d+: "none.csv"/);
    writeFileSync(join(folder, "bad.csv"), "time,value\n5,0.5\n4,0.5\nx,1\n6,-1\n7\n");
    const bad = await complaintsOf(using("{ trace: bad.csv }"), {}, folder);
    for (const place of ["bad.csv:3", "bad.csv:4", "bad.csv:5", "bad.csv:6", "s.yaml:7"]) {
      expect(bad.filter((line) => line.includes(place))).not.toEqual([]);
    }
  });
});

describe("a row of a scenario", () => {
  it("may have another usage, and the digest of a table counts in the document", async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "usage.csv"), "time,value\n0,0.25\n");
    const text = using(
      "1",
      `allocators:
  - { use: hierarchical, label: plain }
  - use: hierarchical
    label: other
    overrides: { frameworks: [{ name: web, roles: [r], workload: { service: { instances: 3, resources: "cpus:1", usage: { cpus: { trace: usage.csv } } } } }] }
`,
    );
    const scenario = await loadText(text, {}, folder);
    const [plain, other] = scenario.rows.map((row) => profilesOf(row.plan.frameworks[0])[0]);
    expect([shares(plain, [0])[0], shares(other, [0])[0]]).toEqual([1, 0.25]);
    expect(Object.keys((scenario.document as { traceFiles: object }).traceFiles)).toEqual(["usage.csv"]);
  });
});
