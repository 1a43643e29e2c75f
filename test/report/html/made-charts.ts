import type { ChartedRun, GanttBar, Series } from "../../../src/recording/run-charts.js";

/** A small run of ten minutes on two agents, with something to draw in every figure. */
export function madeRun(label: string, faster = 1, scenario = "made"): ChartedRun {
  const share = (name: string, of: string, ...values: number[]): Series => series(name, of, "share", values);
  return {
    scenario,
    point: 0,
    label,
    seed: 1,
    charts: {
      endSeconds: 600,
      series: [
        share("utilisation.cpus", "", 0, 0.5, 0.9 / faster),
        share("utilisation.mem", "", 0, 0.4, 0.6),
        share("dominantShare", "prod", 0, 0.3, 0.6),
        share("fairShare", "prod", 0.5, 0.5, 0.5),
        series("tasks.pending", "", "tasks", [9, 4, 0]),
      ],
      distributions: ["", "prod"].map((of) => ({
        name: "wait" as const,
        of,
        count: 4,
        seconds: [0, 1.5, 20 * faster, 90 * faster],
        parts: [0.25, 0.5, 0.75, 1],
      })),
      gantt: {
        agents: ["agent-1", "agent-2"],
        frameworks: ["web", "batch"],
        bars: [bar(0, "finished", false, 0), bar(1, "revoked", true, 0), bar(1, "running", false, 1)],
        barsLeftOut: 0,
        agentsLeftOut: 0,
      },
      offers: [{ framework: "web", role: "prod", sent: 9, accepted: 5, declined: 3, rescinded: 1 }],
      cycles: { edges: [0.01, 0.1, 1], counts: [30, 2] },
      scriptMetrics: [series("script.idle", "", "cpus", [3, 2, 1])],
    },
  };
}

function series(name: string, of: string, unit: string, values: readonly number[]): Series {
  return { name, of, unit, times: [0, 100, 300], values };
}

function bar(framework: number, end: string, revocable: boolean, agent: number): GanttBar {
  const fromSeconds = 50 * framework;
  return { agent, framework, task: `t${framework}`, fromSeconds, toSeconds: 400, revocable, end, milliCpus: 1000 };
}
