import { type RandomSource, randomStream } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { JobList } from "../../cluster/plan.js";
import { type ResourceEntry, scalarEntry } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import { JobListBuilder } from "../job-list.js";
import { LONGEST_DURATION } from "../scenario.js";
import { readArrivals } from "./arrivals.js";
import { type Draw, drawing, readDraw } from "./draw.js";
import { readPositiveDuration } from "./duration-value.js";
import type { ResourceForms } from "./resource-forms.js";
import { readAmount, readPlainResources } from "./resources-value.js";

/** More jobs in one framework than this are refused: each takes memory. */
export const MOST_JOBS = 2_000_000;
const MOST_TASKS_PER_JOB = 100_000;
const ONE_TASK: Draw = { kind: "constant", value: 1 };

export interface BatchContext {
  /** The framework's name: its random streams are named after it. */
  readonly framework: string;
  readonly startsAt: Micros;
  readonly seed: number;
  readonly duration: Micros | null;
  readonly forms: ResourceForms;
}

/**
 * Draws the jobs of a `batch` workload. Arrivals, run times, estimates, task counts and each resource have a random
 * stream of their own: to change one leaves the others as they were.
 */
export function readBatch(batch: Cursor, context: BatchContext): JobList | undefined {
  const stream = (quantity: string) => randomStream(context.seed, `framework ${context.framework}: ${quantity}`);
  const bounds = { ...context, jobs: batch.get("jobs"), most: MOST_JOBS };
  const arrivals = readArrivals(batch, bounds, stream("arrivals"));
  const duration = readDraw(batch.get("duration"), readPositiveDuration);
  const sizes = readSizes(batch.get("resources"), context.forms);
  const estimate = readDraw(batch.get("estimate"), readPositiveDuration);
  const tasks = batch.get("tasks").absent ? ONE_TASK : readDraw(batch.get("tasks"), (cursor) => cursor.number);
  if (arrivals === undefined || duration === undefined || sizes === undefined || tasks === undefined) return undefined;
  const nextDuration = drawing(duration, stream("durations"), LONGEST_DURATION);
  const nextTasks = drawing(tasks, stream("tasks"), MOST_TASKS_PER_JOB);
  const nextEstimate = estimate === undefined ? () => null : drawing(estimate, stream("estimates"), LONGEST_DURATION);
  const nextResources = drawingSizes(sizes, (name) => stream(`resources ${name}`));
  const jobs = new JobListBuilder();
  for (const submittedAt of arrivals) {
    jobs.add({
      submittedAt,
      duration: nextDuration(),
      resources: nextResources(),
      tasks: nextTasks(),
      gang: batch.get("gang").boolean ?? false,
      estimate: nextEstimate(),
    });
  }
  return jobs.build();
}

interface SizeDraw {
  readonly name: string;
  readonly draw: Draw;
  /** What the draw counts, in thousandths: 1, or a whole item. */
  readonly unit: number;
}

function readSizes(resources: Cursor, forms: ResourceForms): SizeDraw[] | undefined {
  const sizes = resources.isMap ? readDrawnSizes(resources, forms) : readConstantSizes(resources, forms);
  if (sizes === undefined || sizes.some(isAboveZero)) return sizes;
  resources.complain("a task needs some resources", "write such as cpus:1;mem:512");
  return undefined;
}

function isAboveZero({ draw }: SizeDraw): boolean {
  return draw.kind !== "constant" || draw.value > 0;
}

function readConstantSizes(resources: Cursor, forms: ResourceForms): SizeDraw[] | undefined {
  const entries = readPlainResources(resources);
  if (entries === undefined || !forms.areWhole(entries, resources)) return undefined;
  return entries.map(({ name, milli }) => ({ name, draw: { kind: "constant", value: milli }, unit: 1 }));
}

function readDrawnSizes(resources: Cursor, forms: ResourceForms): SizeDraw[] | undefined {
  const sizes: SizeDraw[] = [];
  for (const [name, amount] of resources.entries) {
    if (/[([{]/.test(name)) {
      amount.complainOfKey("a task asks for plain resources: no (role), [id] or {REV}", "write the name alone");
      continue;
    }
    const unit = forms.hasItems(name) ? 1000 : 1;
    const draw = readDraw(amount, (cursor) => readUnits(name, cursor, forms, unit));
    if (draw !== undefined) sizes.push({ name, draw, unit });
  }
  return sizes.length === resources.entries.length ? sizes : undefined;
}

function readUnits(name: string, cursor: Cursor, forms: ResourceForms, unit: number): number | undefined {
  const milli = readAmount(name, cursor);
  return milli !== undefined && forms.areWhole([scalarEntry(name, milli)], cursor) ? milli / unit : undefined;
}

function drawingSizes(sizes: readonly SizeDraw[], streamOf: (name: string) => RandomSource): () => ResourceEntry[] {
  const next = sizes.map(({ name, draw, unit }) => {
    const most = Math.floor(Number.MAX_SAFE_INTEGER / unit);
    return { name, unit, next: drawing(draw, streamOf(name), most) };
  });
  return () => next.map(({ name, unit, next }) => scalarEntry(name, next() * unit)).filter((entry) => entry.milli > 0);
}
