import { wasKilled } from "../../../recording/gantt-choice.js";
import type { Gantt, GanttBar } from "../../../recording/run-charts.js";
import { short } from "../../short-number.js";
import { axisLook, commonOption, timeAxis } from "./axes.js";
import {
  type Choice,
  type Chosen,
  chosenOf,
  type FigureMaker,
  type FigureTable,
  type LegendEntry,
  type Look,
} from "./figure.js";
import { frameworkPlaces } from "./framework-places.js";
import { type GanttLanes, ganttLanes } from "./gantt-lanes.js";
import type { ShownRun } from "./shown-run.js";
import { duration } from "./written-values.js";

/** Pixels for the rows of all agents of a page. */
const ROOM = 460;
/** Of an agent's row. */
const LEAST_ROW = 22;
const MOST_ROW = 72;
/** Of a lane, if there is room. */
const LANE = 7;
/** A long run is looked at in so many parts, too. */
const TIME_PARTS = 12;

/** Which tasks ran on which agent, of one allocator at a time: revocable ones hatched, killed ones with a thick edge and a cross. */
export const ganttFigure: FigureMaker = (runs, chosen, look) => {
  const allocators: Choice = {
    name: "allocator",
    title: "Allocator",
    options: runs.map(({ label }) => ({ value: label, text: label })),
  };
  const run = runs.find(({ label }) => label === chosenOf(allocators, chosen)) ?? (runs[0] as ShownRun);
  const { gantt, endSeconds } = run.charts;
  const lanes = ganttLanes(gantt.bars);
  const height = rowHeight(lanes);
  const pages = pagesOf(gantt, Math.max(1, Math.floor(ROOM / height)));
  const page = Number(chosenOf(pages, chosen));
  const size = pageSize(gantt.agents.length, height);
  const times = timesOf(endSeconds);
  const places = frameworkPlaces(runs);
  const colourOf = (framework: number) => look.partColour(places.get(gantt.frameworks[framework] as string) ?? 0);
  const shown: Shown = {
    gantt,
    colourOf,
    lanes,
    first: page * size,
    size: Math.min(size, gantt.agents.length - page * size),
    ...windowOf(times, chosen, endSeconds),
  };
  return {
    choices: [allocators, pages, times].filter(({ options }) => options.length > 1),
    legend: legendOf(shown, look),
    panels: [
      {
        run,
        height: shown.size * height + 44,
        summary: `${run.label}: ${summaryOf(gantt)}`,
        option: optionOf(shown, look),
      },
    ],
    table: tableOf(runs),
  };
};

function rowHeight({ counts }: GanttLanes): number {
  return Math.min(MOST_ROW, Math.max(LEAST_ROW, Math.max(1, ...counts.values()) * LANE + 4));
}

function pageSize(agents: number, height: number): number {
  return Math.max(1, Math.min(agents, Math.floor(ROOM / height)));
}

function pagesOf({ agents, agentsLeftOut }: Gantt, size: number): Choice {
  const options = [];
  for (let first = 0, page = 0; first < agents.length; first += size, page++) {
    options.push({ value: String(page), text: pageText(agents.slice(first, first + size), agentsLeftOut > 0) });
  }
  return { name: "agents", title: "Agents", options };
}

/** @param areSome whether there are agents between these that are not shown */
function pageText(agents: readonly string[], areSome: boolean): string {
  const [first, last] = [agents[0] as string, agents.at(-1) as string];
  if (agents.length === 1) return first;
  if (!areSome) return `${first} to ${last}`;
  return agents.length === 2 ? `${first} and ${last}` : `${agents.length} agents from ${first} to ${last}`;
}

function timesOf(end: number): Choice {
  const part = end / TIME_PARTS;
  const parts = Array.from({ length: TIME_PARTS }, (_, i) => ({
    value: String(i),
    text: `${duration(i * part)} to ${duration((i + 1) * part)}`,
  }));
  return { name: "time", title: "Time", options: [{ value: "all", text: "the whole run" }, ...parts] };
}

function windowOf(times: Choice, chosen: Chosen, end: number): { from: number; to: number } {
  const part = chosenOf(times, chosen);
  if (part === "all") return { from: 0, to: Math.max(end, 1) };
  return { from: (Number(part) * end) / TIME_PARTS, to: ((Number(part) + 1) * end) / TIME_PARTS };
}

interface Shown {
  readonly gantt: Gantt;
  /** By the framework's index. */
  readonly colourOf: (framework: number) => string;
  readonly lanes: GanttLanes;
  /** The first agent, and how many. */
  readonly first: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

function optionOf(shown: Shown, look: Look): Record<string, unknown> {
  const { gantt, first, size, from, to } = shown;
  const bars = gantt.bars
    .map((bar, i) => ({ bar, i }))
    .filter(
      ({ bar }) => bar.agent >= first && bar.agent < first + size && bar.toSeconds > from && bar.fromSeconds < to,
    );
  return {
    ...commonOption(look),
    tooltip: { ...(commonOption(look).tooltip as object), trigger: "item" },
    xAxis: timeAxis(from, to, look),
    yAxis: {
      type: "category",
      inverse: true,
      data: gantt.agents.slice(first, first + size),
      ...axisLook(look, true),
      axisLabel: { color: look.quiet, width: 90, overflow: "truncate" },
    },
    series: [
      {
        type: "custom",
        clip: true,
        progressive: 0,
        encode: { x: [0, 1], y: 2 },
        data: bars.map(({ bar, i }) => [bar.fromSeconds, bar.toSeconds, bar.agent - first, i]),
        renderItem: (_: unknown, api: ItemApi) => barItem(api, shown, look),
        tooltip: {
          formatter: ({ value }: { value: readonly number[] }) =>
            barText(gantt, gantt.bars[value[3] as number] as GanttBar),
        },
      },
    ],
  };
}

/** The part of echarts' interface for custom series that is used here. */
interface ItemApi {
  value(dimension: number): number;
  coord(point: readonly number[]): number[];
  size(of: readonly number[]): number[];
}

function barItem(api: ItemApi, { gantt, lanes, from, to, colourOf }: Shown, look: Look): object {
  const place = api.value(3);
  const bar = gantt.bars[place] as GanttBar;
  const [left = 0, middle = 0] = api.coord([Math.max(api.value(0), from), api.value(2)]);
  const [right = 0] = api.coord([Math.min(api.value(1), to), api.value(2)]);
  const band = api.size([0, 1])[1] ?? 0;
  const lane = (band - 4) / (lanes.counts.get(bar.agent) ?? 1);
  const height = Math.max(1, lane > 4 ? lane - 1 : lane);
  const shape = {
    x: left,
    y: middle - band / 2 + 2 + lane * (lanes.lanes[place] as number),
    width: Math.max(1, right - left),
    height,
  };
  const colour = colourOf(bar.framework);
  const hasCross = isKilled(bar);
  const style = {
    fill: bar.revocable ? look.hatch(colour) : colour,
    stroke: hasCross ? look.ink : colour,
    lineWidth: hasCross ? 1.6 : 0.6,
  };
  return {
    type: "group",
    children: [{ type: "rect", shape, style }, ...(hasCross && bar.toSeconds <= to ? [cross(shape, look)] : [])],
  };
}

/** At the end of a killed task. */
function cross({ x, y, width, height }: { x: number; y: number; width: number; height: number }, look: Look): object {
  const size = Math.min(4, Math.max(2, height / 2));
  const [right, middle] = [x + width, y + height / 2];
  const d = `M${right - size} ${middle - size}L${right + size} ${middle + size}M${right - size} ${middle + size}L${right + size} ${middle - size}`;
  return { type: "path", shape: { pathData: d }, style: { stroke: look.ink, lineWidth: 1.6, fill: "none" } };
}

function isKilled({ end }: GanttBar): boolean {
  return wasKilled(end);
}

function barText({ agents, frameworks }: Gantt, bar: GanttBar): string {
  const { task, framework, agent, fromSeconds, toSeconds, revocable, end, milliCpus } = bar;
  return [
    task,
    `${frameworks[framework]} on ${agents[agent]}`,
    `${duration(fromSeconds)} to ${duration(toSeconds)}, ${milliCpus / 1000} cpus`,
    `${revocable ? "revocable, " : ""}${isKilled(bar) ? `killed: ${end}` : end}`,
  ].join("\n");
}

function legendOf({ gantt: { frameworks, bars }, colourOf }: Shown, look: Look): LegendEntry[] {
  return [
    ...frameworks.map((text, place) => ({ text, colour: colourOf(place), kind: "bar" as const })),
    ...(bars.some(({ revocable }) => revocable)
      ? [{ text: "revocable", colour: look.quiet, kind: "hatched" as const }]
      : []),
    ...(bars.some(isKilled) ? [{ text: "killed", colour: look.ink, kind: "killed" as const }] : []),
  ];
}

function summaryOf(gantt: Gantt): string {
  const { bars, barsLeftOut } = gantt;
  const revocable = bars.filter((bar) => bar.revocable).length;
  const killed = bars.filter(isKilled).length;
  const some = `${short(bars.length)} bars on ${agentsText(gantt)}, ${revocable} revocable, ${killed} killed`;
  return barsLeftOut === 0 ? some : `${some}; ${short(barsLeftOut)} short bars of these agents are not shown`;
}

function agentsText({ agents, agentsLeftOut }: Gantt): string {
  if (agentsLeftOut > 0) return `${agents.length} of ${short(agents.length + agentsLeftOut)} agents`;
  return agents.length === 1 ? "one agent" : `${agents.length} agents`;
}

function tableOf(runs: readonly ShownRun[]): FigureTable {
  const rows = runs.flatMap(({ label, charts: { gantt } }) =>
    gantt.frameworks.map((name, framework) => {
      const bars = gantt.bars.filter((bar) => bar.framework === framework);
      const killed = bars.filter(isKilled);
      const reasons = [...new Set(killed.map(({ end }) => end))].map(
        (reason) => `${reason} ${killed.filter(({ end }) => end === reason).length}`,
      );
      return [
        label,
        name,
        String(bars.length),
        String(bars.filter(({ revocable }) => revocable).length),
        String(killed.length),
        reasons.join(", "),
      ];
    }),
  );
  return { head: ["allocator", "framework", "bars shown", "revocable", "killed", "reasons"], rows };
}
