import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeTicks } from "../../../src/report/html/page/axes.js";
import { distributionFigure } from "../../../src/report/html/page/distribution-figure.js";
import type { Figure, FigureMaker, Look } from "../../../src/report/html/page/figure.js";
import { FIGURE_KINDS } from "../../../src/report/html/page/figure-kinds.js";
import { ganttFigure } from "../../../src/report/html/page/gantt-figure.js";
import { ganttLanes } from "../../../src/report/html/page/gantt-lanes.js";
import { lineDashes } from "../../../src/report/html/page/line-dashes.js";
import { sharesFigure } from "../../../src/report/html/page/shares-figure.js";
import { stepSummary, valueAt } from "../../../src/report/html/page/step-values.js";
import { utilisationFigure } from "../../../src/report/html/page/utilisation-figure.js";
import { duration } from "../../../src/report/html/page/written-values.js";
import { madeRun } from "./made-charts.js";

const LOOK: Look = {
  ...{ ink: "ink", quiet: "quiet", line: "line", ground: "ground", panel: "panel" },
  markColour: (mark) => `mark ${mark}`,
  partColour: (place) => `part ${place}`,
  hatch: (colour) => ({ hatched: colour }),
};

const RUNS = [madeRun("drf"), madeRun("lua", 2)].map(({ label, charts }, mark) => ({ label, mark, seed: "1", charts }));

function figureOf(maker: FigureMaker, chosen = {}) {
  return maker(RUNS, chosen, LOOK);
}

/** Of the first panel. */
function seriesOf({ panels }: Figure) {
  const [panel] = panels;
  return (panel?.option.series ?? []) as { name: string; lineStyle: object; data: number[][] }[];
}

describe("a step function", () => {
  const series = { name: "x", of: "", unit: "", times: [0, 10, 40], values: [1, 5, 2] };

  it("holds each value until the next time", () => {
    expect([-1, 0, 9.9, 10, 39, 40, 99].map((at) => valueAt(series, at))).toEqual([null, 1, 1, 5, 5, 2, 2]);
  });

  it("weighs each value with how long it holds, up to the run's end", () => {
    expect(stepSummary(series, 50)).toEqual({ mean: (10 * 1 + 30 * 5 + 10 * 2) / 50, least: 1, most: 5 });
    expect(stepSummary({ ...series, times: [], values: [] }, 50)).toBeNull();
  });
});

describe("times", () => {
  it("are written as people say them", () => {
    expect([0, 0.02, 1.5, 30, 90, 3600, 5400, 172_800].map(duration)).toEqual([
      ...["0", "20ms", "1.50s", "30s", "1m30s", "1h", "1h30m", "2d"],
    ]);
  });

  it("have ticks at what clocks show, within the axis and few", () => {
    expect(timeTicks(0, 5400, 6)).toEqual([0, 900, 1800, 2700, 3600, 4500, 5400]);
    expect(timeTicks(2250, 2700, 6)).toEqual([2280, 2400, 2520, 2640]);
    const spans = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    fc.assert(
      fc.property(spans, ([from, long]) => {
        const ticks = timeTicks(from, from + long, 6);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from);
          expect(tick).toBeLessThanOrEqual(from + long);
        }
      }),
    );
  });
});

describe("lines", () => {
  it("are dashed where they lie upon an earlier one, so that both are seen", () => {
    expect(lineDashes([[1, 2], [1, 3], [1, 2], [12]])).toEqual(["solid", "solid", "dashed", "solid"]);
  });
});

describe("the lanes of a Gantt chart", () => {
  it("keep bars of an agent apart, in as many lanes as overlap at once", () => {
    const bars = fc.array(fc.record({ agent: fc.nat(2), from: fc.nat(50), long: fc.integer({ min: 1, max: 20 }) }));
    fc.assert(
      fc.property(bars, (drawn) => {
        const made = drawn.map(
          ({ agent, from, long }) => ({ agent, fromSeconds: from, toSeconds: from + long }) as never,
        );
        const { lanes, counts } = ganttLanes(made);
        for (const [i, one] of drawn.entries()) {
          const atBegin = drawn.filter(
            (other) => other.agent === one.agent && other.from <= one.from && one.from < other.from + other.long,
          );
          expect(counts.get(one.agent)).toBeGreaterThanOrEqual(atBegin.length);
          for (const [j, other] of drawn.entries()) {
            const overlap =
              i !== j &&
              one.agent === other.agent &&
              one.from < other.from + other.long &&
              other.from < one.from + one.long;
            if (overlap) expect(lanes[i]).not.toBe(lanes[j]);
          }
        }
        const most = Math.max(
          0,
          ...drawn.map(
            (one) =>
              drawn.filter(
                (other) => other.agent === one.agent && other.from <= one.from && one.from < other.from + other.long,
              ).length,
          ),
        );
        expect(Math.max(0, ...counts.values())).toBe(most);
      }),
    );
  });
});

describe("figures", () => {
  it("have a table and words beside each chart", () => {
    for (const [kind, maker] of Object.entries(FIGURE_KINDS)) {
      const { panels, table } = figureOf(maker);
      expect(panels.length, kind).toBeGreaterThan(0);
      expect(panels.map(({ summary }) => summary).join(), kind).toContain("drf");
      if (panels.length > 1) expect(panels.map(({ run }) => run?.label)).toEqual(["drf", "lua"]);
      for (const row of table.rows) expect(row.length, kind).toBe(table.head.length);
    }
  });

  it("draw an allocator in the same colour everywhere", () => {
    for (const kind of ["pending", "distribution", "cycles", "script"]) {
      expect(
        figureOf(FIGURE_KINDS[kind] as FigureMaker).legend.map(({ colour }) => colour),
        kind,
      ).toEqual(["mark 0", "mark 1"]);
    }
  });

  it("give small multiples common scales", () => {
    const { panels } = figureOf(utilisationFigure);
    const scales = panels.map(({ option }) => {
      const { xAxis, yAxis } = option as Record<string, { min: number; max: number }>;
      return [xAxis?.min, xAxis?.max, yAxis?.min, yAxis?.max];
    });
    expect(scales).toEqual([
      [0, 600, 0, 1],
      [0, 600, 0, 1],
    ]);
  });

  it("draw the fair share dashed, in the colour of its role", () => {
    const series = seriesOf(figureOf(sharesFigure));
    expect(series.map(({ name, lineStyle }) => ({ name, ...lineStyle }))).toMatchObject([
      { name: "prod", color: "part 0", type: "solid" },
      { name: "prod, fair", color: "part 0", type: "dashed" },
    ]);
  });

  it("put a wait of 0 at the left end of the logarithmic axis, and count it", () => {
    const figure = figureOf(distributionFigure);
    expect(seriesOf(figure)[0]?.data[0]).toEqual([1, 0.25]);
    expect(figure.table.rows[1]).toEqual(["lua", "4", "0", "0", "1.50s", "40s", "3m", "3m", "3m", "3m"]);
  });

  it("show one allocator's tasks at a time, the chosen one's", () => {
    expect(figureOf(ganttFigure).panels[0]?.run?.label).toBe("drf");
    expect(figureOf(ganttFigure, { allocator: "lua" }).panels[0]?.run?.label).toBe("lua");
    expect(figureOf(ganttFigure).legend.map(({ text, kind }) => `${text} ${kind}`)).toEqual([
      ...["web bar", "batch bar", "revocable hatched", "killed killed"],
    ]);
  });

  it("say of a Gantt chart what it does not show", () => {
    const summary = (agentsLeftOut: number, barsLeftOut: number) => {
      const [run] = RUNS as [(typeof RUNS)[number]];
      const gantt = { ...run.charts.gantt, agentsLeftOut, barsLeftOut };
      return ganttFigure([{ ...run, charts: { ...run.charts, gantt } }], {}, LOOK).panels[0]?.summary;
    };
    expect(summary(0, 0)).toBe("drf: 3 bars on 2 agents, 1 revocable, 1 killed");
    expect(summary(1690, 0)).toBe("drf: 3 bars on 2 of 1692 agents, 1 revocable, 1 killed");
    expect(summary(1690, 12_345)).toBe(
      "drf: 3 bars on 2 of 1692 agents, 1 revocable, 1 killed; 12,345 short bars of these agents are not shown",
    );
  });

  it("name the agents of a Gantt chart's parts, and do not say from one to another where some are not shown", () => {
    const parts = (count: number, agentsLeftOut: number) => {
      const [run] = RUNS as [(typeof RUNS)[number]];
      const agents = Array.from({ length: count }, (_, i) => `agent-${i * 190 + 100}`);
      const gantt = { ...run.charts.gantt, agents, agentsLeftOut };
      const { choices } = ganttFigure([{ ...run, charts: { ...run.charts, gantt } }], {}, LOOK);
      return choices.find(({ name }) => name === "agents")?.options.map(({ text }) => text);
    };
    expect(parts(23, 0)).toEqual(["agent-100 to agent-3710", "agent-3900 to agent-4280"]);
    expect(parts(23, 900)).toEqual([
      "20 agents from agent-100 to agent-3710",
      "3 agents from agent-3900 to agent-4280",
    ]);
    expect(parts(22, 900)?.[1]).toBe("agent-3900 and agent-4090");
    expect(parts(21, 900)?.[1]).toBe("agent-3900");
  });
});
