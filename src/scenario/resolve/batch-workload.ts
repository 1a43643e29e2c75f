import { type RandomSource, randomStream } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { JobList } from "../../cluster/plan.js";
import type { ResourceEntry } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import { JobListBuilder } from "../job-list.js";
import { LONGEST_DURATION } from "../scenario.js";
import { readArrivals } from "./arrivals.js";
import { type Draw, drawing, readDraw } from "./draw.js";
import { readPositiveDuration } from "./duration-value.js";
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
  const sizes = readSizes(batch.get("resources"));
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
  /** Thousandths. */
  readonly draw: Draw;
}

function readSizes(resources: Cursor): SizeDraw[] | undefined {
  const sizes = resources.isMap ? readDrawnSizes(resources) : readConstantSizes(resources);
  if (sizes === undefined || sizes.some(isAboveZero)) return sizes;
  resources.complain("a task needs some resources", "write such as cpus:1;mem:512");
  return undefined;
}

function isAboveZero({ draw }: SizeDraw): boolean {
  return draw.kind !== "constant" || draw.value > 0;
}

function readConstantSizes(resources: Cursor): SizeDraw[] | undefined {
  return readPlainResources(resources)?.map(({ name, milli }) => ({ name, draw: { kind: "constant", value: milli } }));
}

function readDrawnSizes(resources: Cursor): SizeDraw[] | undefined {
  const sizes: SizeDraw[] = [];
  for (const [name, amount] of resources.entries) {
    if (/[({]/.test(name)) {
      amount.complainOfKey("a task asks for plain resources, without (role) or {REV}", "write the name alone");
      continue;
    }
    const draw = readDraw(amount, (cursor) => readAmount(name, cursor));
    if (draw !== undefined) sizes.push({ name, draw });
  }
  return sizes.length === resources.entries.length ? sizes : undefined;
}

function drawingSizes(sizes: readonly SizeDraw[], streamOf: (name: string) => RandomSource): () => ResourceEntry[] {
  const next = sizes.map(({ name, draw }) => ({ name, next: drawing(draw, streamOf(name), Number.MAX_SAFE_INTEGER) }));
  return () =>
    next
      .map((size) => ({ name: size.name, reservation: null, revocable: false, milli: size.next() }))
      .filter((entry) => entry.milli > 0);
}
