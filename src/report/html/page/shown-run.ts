import type { RunCharts } from "../../../recording/run-charts.js";

/** A run as the page shows it. */
export interface ShownRun {
  readonly label: string;
  /** Its allocator's colour and shape: see `allocator-marks.ts`. */
  readonly mark: number;
  readonly seed: string;
  readonly charts: RunCharts;
}

const unpacked = new Map<string, Promise<readonly ShownRun[]>>();

/** The runs that are embedded for a point; unpacked when they are first asked for. @throws Error where the browser cannot unpack */
export function runsOf(point: string): Promise<readonly ShownRun[]> {
  let runs = unpacked.get(point);
  if (runs === undefined) {
    const elements = [...document.querySelectorAll<HTMLElement>('script[type="application/gzip"]')];
    runs = Promise.all(elements.filter(({ dataset }) => dataset.point === point).map(unpack));
    unpacked.set(point, runs);
  }
  return runs;
}

async function unpack({ dataset, textContent }: HTMLElement): Promise<ShownRun> {
  const bytes = Uint8Array.from(atob(textContent ?? ""), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const charts = (await new Response(stream).json()) as RunCharts;
  return { label: dataset.label ?? "", mark: Number(dataset.mark), seed: dataset.seed ?? "", charts };
}
