import type { OfferFlow } from "../../../recording/run-charts.js";
import { short } from "../../short-number.js";
import { commonOption } from "./axes.js";
import type { FigureMaker, Look, Panel } from "./figure.js";
import { frameworkPlaces } from "./framework-places.js";
import type { ShownRun } from "./shown-run.js";
import { written } from "./written-values.js";

const OUTCOMES = ["accepted", "declined", "rescinded"] as const;
/** The others are taken together. */
const MOST_FRAMEWORKS = 8;

/** A framework's offers; several frameworks' where there are many. */
interface Flow extends Omit<OfferFlow, "role"> {
  readonly open: number;
}

/** From each framework's offers to what became of them, for each allocator. */
export const offersFigure: FigureMaker = (runs, _, look) => ({
  choices: [],
  legend: [],
  panels: runs.map((run) => panelOf(run, frameworkPlaces(runs), look)),
  table: {
    head: ["allocator", "framework", "role", "sent", ...OUTCOMES],
    rows: runs.flatMap(({ label, charts }) =>
      charts.offers.map(({ framework, role, sent, ...of }) => [
        label,
        framework,
        role,
        short(sent),
        ...OUTCOMES.map((outcome) => short(of[outcome])),
      ]),
    ),
  },
});

function panelOf(run: ShownRun, places: ReadonlyMap<string, number>, look: Look): Panel {
  const flows = flowsOf(run.charts.offers, places);
  const total = (outcome: (typeof OUTCOMES)[number] | "sent") => flows.reduce((sum, flow) => sum + flow[outcome], 0);
  const parts = OUTCOMES.map(
    (outcome) =>
      `${outcome} ${short(total(outcome))} (${written(total(outcome) / Math.max(1, total("sent")), "share")})`,
  );
  return {
    run,
    height: Math.max(150, 34 * flows.length + 40),
    summary: `${run.label}: ${short(total("sent"))} offers; ${parts.join(", ")}`,
    option: {
      ...commonOption(look),
      tooltip: { ...(commonOption(look).tooltip as object), trigger: "item" },
      series: [
        {
          type: "sankey",
          left: 4,
          right: 130,
          top: 8,
          bottom: 8,
          nodeWidth: 10,
          nodeGap: 10,
          draggable: false,
          layoutIterations: 0,
          emphasis: { disabled: true },
          label: { color: look.ink, fontSize: 12, width: 125, overflow: "truncate" },
          lineStyle: { color: "source", opacity: 0.35 },
          ...nodesAndLinks(flows, places, look),
        },
      ],
    },
  };
}

function flowsOf(offers: readonly OfferFlow[], places: ReadonlyMap<string, number>): Flow[] {
  const flows = new Map<string, Flow>();
  const ordered = [...offers].filter(({ sent }) => sent > 0).sort((a, b) => b.sent - a.sent);
  const named = new Set([...new Set(ordered.map(({ framework }) => framework))].slice(0, MOST_FRAMEWORKS));
  for (const { framework, sent, accepted, declined, rescinded } of ordered) {
    const name = named.has(framework) ? framework : "all others";
    const flow = flows.get(name) ?? { framework: name, sent: 0, accepted: 0, declined: 0, rescinded: 0, open: 0 };
    flows.set(name, {
      framework: name,
      sent: flow.sent + sent,
      accepted: flow.accepted + accepted,
      declined: flow.declined + declined,
      rescinded: flow.rescinded + rescinded,
      open: flow.open + Math.max(0, sent - accepted - declined - rescinded),
    });
  }
  const placeOf = ({ framework }: Flow) => places.get(framework) ?? places.size;
  return [...flows.values()].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Names of nodes begin with a letter for their side, so that a framework may be called `accepted`. */
function nodesAndLinks(flows: readonly Flow[], places: ReadonlyMap<string, number>, look: Look): object {
  const ends = [...OUTCOMES, "open" as const].filter((outcome) => flows.some((flow) => flow[outcome] > 0));
  const text = ({ name }: { name: string }) => name.slice(1);
  return {
    nodes: [
      ...flows.map(({ framework, sent }) => ({
        name: `f${framework}`,
        value: sent,
        itemStyle: { color: look.partColour(places.get(framework) ?? places.size) },
        label: { formatter: text },
      })),
      ...ends.map((outcome) => ({
        name: `o${outcome}`,
        itemStyle: { color: look.quiet },
        label: { formatter: ({ name, value }: { name: string; value: number }) => `${name.slice(1)} ${short(value)}` },
      })),
    ],
    links: flows.flatMap((flow) =>
      ends
        .filter((outcome) => flow[outcome] > 0)
        .map((outcome) => ({ source: `f${flow.framework}`, target: `o${outcome}`, value: flow[outcome] })),
    ),
    tooltip: {
      formatter: ({ data }: { data: { name?: string; source?: string; target?: string; value?: number } }) =>
        data.source === undefined
          ? text({ name: data.name ?? "" })
          : `${data.source.slice(1)}: ${short(data.value ?? 0)} ${data.target?.slice(1)}`,
    },
  };
}
