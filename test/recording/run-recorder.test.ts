import { describe, expect, test } from "vitest";
import type { RunCharts } from "../../src/recording/run-charts.js";
import { TABLE_COLUMNS } from "../../src/recording/tables/table-columns.js";
import { clusterPlan } from "../simulator/cluster-plans.js";
import { greedy } from "../simulator/greedy-allocator.js";
import { record } from "./recorded-simulation.js";

/** Two agents of 2 cpus; `web` has a task of 2 cpus for 10 s, `jobs` three of 1 cpu; a2 is lost at 4 s and comes back at 8 s. */
const PLAN = clusterPlan({
  agents: { a1: "cpus:2", a2: "cpus:2" },
  frameworks: [
    { name: "jobs", roles: ["batch"], jobs: [{ at: 1, tasks: 3, runs: 5 }] },
    { name: "web", roles: ["prod"], jobs: [{ needs: "cpus:2", runs: 10 }] },
  ],
  faults: [{ at: 4, agent: "a2", lasts: 4 }],
});

const recorded = record(PLAN, greedy());

function series({ series: all }: RunCharts, name: string, of = ""): [number, number][] {
  const found = all.find((one) => one.name === name && one.of === of);
  return found?.times.map((t, i) => [t, found.values[i] as number]) ?? [];
}

describe("the charts of a run", () => {
  test("tell how much of the cluster was used, with the capacity of the time", async () => {
    const { charts } = await recorded;
    // From 4 s to 8 s there is only a1.
    expect(series(charts, "utilisation.cpus")).toEqual([
      [0, 0.5],
      [1, 1],
      [10, 0.5],
      [11, 0.75],
      [13, 0.25],
      [16, 0],
    ]);
  });

  test("tell dominant and fair share of the roles, and what waits", async () => {
    const { charts } = await recorded;
    expect(series(charts, "dominantShare", "batch")).toEqual([
      [0, 0],
      [1, 0.5],
      [4, 0],
      [8, 0.5],
      [11, 0.75],
      [13, 0.25],
      [16, 0],
    ]);
    expect(series(charts, "fairShare", "batch")[1]).toEqual([1, 0.5]);
    expect(series(charts, "tasks.pending", "batch")).toEqual([
      [0, 0],
      [1, 1],
      [4, 3],
      [8, 1],
      [11, 0],
    ]);
    expect(series(charts, "tasks.pending")).toEqual(series(charts, "tasks.pending", "batch"));
    expect(series(charts, "tasks.running").at(-1)).toEqual([16, 0]);
  });

  test("tell how long tasks waited and took, by role and over all", async () => {
    const { charts } = await recorded;
    const found = charts.distributions.map(({ name, of, count, seconds, parts }) => ({
      name,
      of,
      count,
      seconds,
      parts,
    }));
    expect(found).toContainEqual({ name: "wait", of: "prod", count: 1, seconds: [0], parts: [1] });
    expect(found).toContainEqual({ name: "wait", of: "batch", count: 3, seconds: [0, 10], parts: [0.66666667, 1] });
    expect(found).toContainEqual({
      name: "turnaround",
      of: "batch",
      count: 3,
      seconds: [12, 15],
      parts: [0.66666667, 1],
    });
    expect(found).toContainEqual({
      name: "turnaround",
      of: "",
      count: 4,
      seconds: [10, 12, 15],
      parts: [0.25, 0.75, 1],
    });
  });

  test("show each stay of a task on an agent, and how it ended", async () => {
    const { charts } = await recorded;
    const { agents, frameworks, bars, barsLeftOut, agentsLeftOut } = charts.gantt;
    const lines = bars.map(
      ({ agent, framework, task, fromSeconds, toSeconds, end, milliCpus }) =>
        `${agents[agent]} ${frameworks[framework]} ${task} ${fromSeconds}-${toSeconds} ${end} ${milliCpus}`,
    );
    expect(lines).toEqual([
      "a1 web web-1 0-10 finished 2000",
      "a2 jobs jobs-1.1 1-4 agentLost 1000",
      "a2 jobs jobs-1.2 1-4 agentLost 1000",
      "a2 jobs jobs-1.1 8-13 finished 1000",
      "a2 jobs jobs-1.2 8-13 finished 1000",
      "a1 jobs jobs-1.3 11-16 finished 1000",
    ]);
    expect([barsLeftOut, agentsLeftOut]).toEqual([0, 0]);
  });

  test("add up what became of the offers, and how often the allocator was asked", async () => {
    const { charts, table } = await recorded;
    for (const { framework, sent, accepted, declined, rescinded } of charts.offers) {
      const rows = table("offers").filter((row) => row.framework === framework);
      const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
      expect([sent, accepted, declined, rescinded]).toEqual([
        rows.length,
        ...["accepted", "declined", "rescinded"].map(count),
      ]);
    }
    expect(charts.offers.map(({ framework, role }) => [framework, role])).toContainEqual(["web", "prod"]);
    expect(charts.cycles.edges).toHaveLength(charts.cycles.counts.length + 1);
    expect(charts.endSeconds).toBe(16);
  });
});

describe("the table of tasks", () => {
  test("has a row for each task, with its times in seconds", async () => {
    const rows = (await recorded).table("tasks");
    expect(rows.map(({ task }) => task)).toEqual(["web-1", "jobs-1.1", "jobs-1.2", "jobs-1.3"]);
    expect(rows[1]).toEqual({
      task: "jobs-1.1",
      framework: "jobs",
      role: "batch",
      agent: "a2",
      submitted_seconds: 1,
      first_started_seconds: 1,
      last_started_seconds: 8,
      finished_seconds: 13,
      wait_seconds: 0,
      duration_seconds: 5,
      state: "finished",
      starts: 2,
      kills: 1,
      last_kill: "agentLost",
      ran_seconds: 8,
      revocable: 0,
      cpus: 1,
      mem_mib: 0,
      disk_mib: 0,
      gpus: 0,
    });
  });

  test("has no value for what did not happen", async () => {
    const plan = clusterPlan({
      frameworks: [
        {
          name: "f",
          jobs: [
            { needs: "cpus:4", runs: 60 },
            { needs: "cpus:3", runs: 60 },
          ],
        },
      ],
      duration: 20,
    });
    const [running, pending] = (await record(plan, greedy())).table("tasks");
    expect(running).toMatchObject({ state: "running", ran_seconds: 20, finished_seconds: null, last_kill: null });
    expect(pending).toMatchObject({ state: "pending", agent: null, first_started_seconds: null, wait_seconds: null });
    expect(pending).toMatchObject({ starts: 0, ran_seconds: 0, cpus: 3 });
  });
});

describe("the table of offers", () => {
  test("has a row for each offer: to whom, of what, and what became of it", async () => {
    const rows = (await recorded).table("offers");
    expect(rows[0]).toEqual({
      sent_seconds: 0,
      answered_seconds: 0,
      framework: "web",
      role: "prod",
      agent: "a1",
      outcome: "accepted",
      revocable: 0,
      cpus: 2,
      mem_mib: 0,
      disk_mib: 0,
      gpus: 0,
    });
  });

  test("knows how long an offer was held, and that it was open when the run ended", async () => {
    const jobs = [{ needs: "cpus:3", tasks: 2, gang: true, runs: 5 }];
    const sketch = { frameworks: [{ name: "f", gangTimeout: 60, jobs }], duration: 20 };
    const rescinded = await record(clusterPlan({ ...sketch, offerTimeout: 8 }), greedy());
    expect(rescinded.table("offers")[0]).toMatchObject({ sent_seconds: 0, answered_seconds: 8, outcome: "rescinded" });
    const open = await record(clusterPlan(sketch), greedy());
    expect(open.table("offers")).toMatchObject([{ sent_seconds: 0, answered_seconds: null, outcome: "open", cpus: 4 }]);
    expect(series(open.charts, "utilisationOffered.cpus")).toEqual([[0, 1]]);
  });
});

test("every table has the columns that are told of it, in that order", async () => {
  const { parts } = await recorded;
  expect(new Set(parts.map(({ table }) => table))).toEqual(new Set(Object.keys(TABLE_COLUMNS)));
  for (const { table, rows, columns } of parts) {
    expect(Object.keys(columns)).toEqual(TABLE_COLUMNS[table].map(({ name }) => name));
    for (const data of Object.values(columns)) expect("codes" in data ? data.codes : data).toHaveLength(rows);
  }
});

describe("what tasks really use", () => {
  const jobs = [{ needs: "cpus:2", runs: 10 }];

  test("follows their usage profiles; those of which nothing is told use what they hold", async () => {
    const usage = {
      cpus: [
        [0, 0.5],
        [10, 1],
      ],
    } as const;
    const frameworks = [
      { name: "measured", jobs, usage },
      { name: "other", jobs: [{ ...jobs[0], runs: 6 }] },
    ];
    const { charts } = await record(clusterPlan({ frameworks, agents: { a1: "cpus:2", a2: "cpus:2" } }), greedy());
    const used = new Map(series(charts, "utilisationUsed.cpus"));
    // The other one starts at 1 s and ends at 7 s; in between it is looked at 16 moments of each stretch.
    expect([0, 1, 4, 7, 8.5, 10].map((t) => used.get(t))).toEqual([0.25, 0.775, 0.85, 0.425, 0.4625, 0]);
    expect(series(charts, "utilisation.cpus")).toEqual([
      [0, 0.5],
      [1, 1],
      [7, 0.5],
      [10, 0],
    ]);
  });

  test("is no series where no usage is told", async () => {
    const { charts } = await record(clusterPlan({ frameworks: [{ name: "f", jobs }] }), greedy());
    expect(charts.series.map(({ name }) => name)).not.toContain("utilisationUsed.cpus");
  });
});
