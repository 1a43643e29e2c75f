import { describe, expect, it } from "vitest";
import type { JobList } from "../../src/cluster/plan.js";
import { scalarEntry } from "../../src/cluster/resource-text.js";
import { loadText } from "../fixtures/scenarios/load-text.js";

const BATCH = {
  jobs: "200",
  arrivals: "{ poisson: { every: 10s, from: 5m } }",
  resources: "{ cpus: { uniform: [1, 4] }, mem: { lognormal: { median: 1GB, sigma: 0.5 } } }",
  duration: "{ exponential: { mean: 5m } }",
  tasks: "{ uniform: [1, 3] }",
  estimate: "{ lognormal: { median: 10m, sigma: 1 } }",
};

/** The jobs of the framework of this name, in a scenario that differs from BATCH as told. */
async function jobsOf(change: Partial<typeof BATCH> = {}, rest = "", seed = 7, framework = "web"): Promise<JobList> {
  const batch = Object.entries({ ...BATCH, ...change }).map(([key, value]) => `${key}: ${value}`);
  const { rows } = await loadText(`scenario: 1
seed: ${seed}
agents: [{ resources: "cpus:1000;mem:99999999" }]
frameworks:
  - { name: web, roles: [prod], workload: { batch: { ${batch.join(", ")} } } }
${rest}`);
  const workload = rows[0]?.plan.frameworks.find(({ name }) => name === framework)?.workload;
  if (workload?.kind !== "jobs") throw new Error("no jobs");
  return workload.jobs;
}

/** One column per quantity that is drawn. */
function columns(jobs: JobList) {
  const amounts = (name: string) =>
    [...jobs.shape].map((shape) => jobs.shapes[shape]?.find((entry) => entry.name === name)?.milli);
  return {
    arrivals: [...jobs.submittedAt],
    duration: [...jobs.duration],
    cpus: amounts("cpus"),
    mem: amounts("mem"),
    tasks: [...jobs.tasks],
    estimate: [...jobs.estimate],
  };
}

describe("a batch's random numbers", () => {
  it("are the same for the same seed, others for another", async () => {
    const [first, again, other] = [columns(await jobsOf()), columns(await jobsOf()), columns(await jobsOf({}, "", 8))];
    expect(again).toEqual(first);
    for (const quantity of Object.keys(first) as (keyof typeof first)[]) {
      expect(other[quantity]).not.toEqual(first[quantity]);
    }
  });

  it.each([
    ["arrivals", { arrivals: "{ poisson: { every: 20s } }" }, "arrivals"],
    ["durations", { duration: "{ lognormal: { median: 1m, sigma: 2 } }" }, "duration"],
    ["one resource", { resources: BATCH.resources.replace("[1, 4]", "[2, 3]") }, "cpus"],
    ["task counts", { tasks: "{ uniform: [2, 9] }" }, "tasks"],
    ["estimates", { estimate: "{ exponential: { mean: 1h } }" }, "estimate"],
  ] as const)("do not shift when %s are drawn in another way", async (_what, change, changed) => {
    const before = columns(await jobsOf());
    const after = columns(await jobsOf(change));
    for (const quantity of Object.keys(before) as (keyof typeof before)[]) {
      if (quantity === changed) expect(after[quantity]).not.toEqual(before[quantity]);
      else expect(after[quantity]).toEqual(before[quantity]);
    }
  });

  it("do not shift when a framework is added, and are others for every framework of a count", async () => {
    const more =
      "  - { name: more, count: 2, roles: [prod], workload: { batch: { jobs: 200, arrivals: { poisson: { every: 10s } }, resources: { cpus: 1 }, duration: 1m } } }\n";
    expect(columns(await jobsOf({}, more))).toEqual(columns(await jobsOf()));
    const [first, second] = [await jobsOf({}, more, 7, "more-01"), await jobsOf({}, more, 7, "more-02")];
    expect(columns(first).arrivals).not.toEqual(columns(second).arrivals);
  });

  it("only add jobs at the end when there are more of them", async () => {
    const [few, many] = [columns(await jobsOf({ jobs: "50" })), columns(await jobsOf())];
    for (const quantity of Object.keys(few) as (keyof typeof few)[]) {
      expect(many[quantity].slice(0, 50)).toEqual(few[quantity]);
    }
  });
});

describe("arrivals", () => {
  const times = async (arrivals: string, jobs: string, rest = "") =>
    columns(await jobsOf({ arrivals, jobs }, rest)).arrivals.map((t) => t / 1e6);

  it("come all at once", async () => {
    expect(await times("{ at: 30s }", "3")).toEqual([30, 30, 30]);
  });

  it("come in bursts until the jobs, the bursts or the time runs out", async () => {
    expect(await times("{ bursts: { every: 30m, size: 2, from: 10m } }", "5")).toEqual([600, 600, 2400, 2400, 4200]);
    expect(await times("{ bursts: { every: 1m, size: 2, count: 2 } }", "99")).toEqual([0, 0, 60, 60]);
    expect(await times("{ bursts: { every: 1m, size: 1, until: 2m } }", "99")).toEqual([0, 60]);
  });

  it("come as listed, in order of time", async () => {
    expect(await times("{ listed: [10s, 0s, 5s] }", "3")).toEqual([0, 5, 10]);
    expect(await times("{ listed: [10s, 0s, 5s] }", "2")).toEqual([0, 5]);
  });

  it("come at random with the mean gap that is asked for, after from and before until", async () => {
    const poisson = await times("{ poisson: { every: 10s, from: 1h, until: 101h } }", "2000000");
    expect(poisson.length / 36_000).toBeCloseTo(1, 1);
    expect(poisson.every((t, i) => t >= 3600 && t < 363_600 && t >= (poisson[i - 1] ?? 0))).toBe(true);
    // A Poisson process: the gaps' standard deviation is their mean.
    const gaps = poisson.slice(1).map((t, i) => t - (poisson[i] as number));
    const variance = gaps.reduce((sum, gap) => sum + (gap - 10) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / 10).toBeCloseTo(1, 1);
  });

  it("begin when the framework registers, unless they say otherwise", async () => {
    const { rows } = await loadText(`scenario: 1
agents: [{ resources: "cpus:1" }]
frameworks:
  - { name: web, roles: [prod], startsAt: 5m, workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1m } } }
`);
    const workload = rows[0]?.plan.frameworks[0]?.workload;
    expect(workload?.kind === "jobs" && [...workload.jobs.submittedAt]).toEqual([300_000_000]);
  });
});

describe("a job", () => {
  it("is a gang and has an estimate when the batch says so", async () => {
    const { rows } = await loadText(`scenario: 1
agents: [{ resources: "cpus:4" }]
frameworks:
  - name: web
    roles: [prod]
    workload: { batch: { jobs: 3, tasks: 4, gang: true, estimate: 2m, resources: { cpus: { listed: [1, 0.5] }, gpus: 0 }, duration: { listed: [1m, 2m] } } }
`);
    const workload = rows[0]?.plan.frameworks[0]?.workload;
    const cpus = (milli: number) => [scalarEntry("cpus", milli)];
    expect(workload).toEqual({
      kind: "jobs",
      jobs: {
        shapes: [cpus(1000), cpus(500)],
        submittedAt: Float64Array.of(0, 0, 0),
        duration: Float64Array.of(60e6, 120e6, 60e6),
        shape: Int32Array.of(0, 1, 0),
        tasks: Int32Array.of(4, 4, 4),
        gang: Uint8Array.of(1, 1, 1),
        estimate: Float64Array.of(120e6, 120e6, 120e6),
      },
    });
  });
});
