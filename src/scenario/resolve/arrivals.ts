import { randomExponential } from "d3-random";
import type { RandomSource } from "../../base/random.js";
import type { Micros } from "../../base/time.js";
import type { Cursor } from "../document/cursor.js";
import { LONGEST_DURATION } from "../scenario.js";
import { readDuration, readPositiveDuration } from "./duration-value.js";

/** What arrivals need to know beyond their own keys. */
export interface ArrivalBounds {
  /** When the framework registers: where arrivals begin unless they say otherwise. */
  readonly startsAt: Micros;
  /** The scenario's duration, null when it has none: where arrivals end unless they say otherwise. */
  readonly duration: Micros | null;
  /** The workload's `jobs`. */
  readonly jobs: Cursor;
  /** More jobs than this are refused. */
  readonly most: number;
}

/**
 * When each job is submitted, ascending; undefined when something is wrong (then with complaints).
 *
 * @param batch the workload: complaints of what is missing point at it
 */
export function readArrivals(
  batch: Cursor,
  bounds: ArrivalBounds,
  stream: RandomSource,
): readonly Micros[] | undefined {
  const arrivals = batch.get("arrivals");
  const [kind, body] = arrivals.entries.find(([, value]) => value.present) ?? [];
  if (kind === undefined || body === undefined) {
    return arrivals.absent ? allAt(bounds.startsAt, batch, bounds) : undefined;
  }
  if (kind === "at") {
    const at = readDuration(body);
    return at === undefined ? undefined : allAt(at, batch, bounds);
  }
  if (kind === "listed") return listed(body, bounds);
  const every = readPositiveDuration(body.get("every"));
  const span = readSpan(body, bounds);
  if (every === undefined || span === undefined) return undefined;
  return kind === "poisson" ? poisson(body, every, span, bounds, stream) : bursts(body, every, span, bounds);
}

function allAt(at: Micros, batch: Cursor, bounds: ArrivalBounds): Micros[] | undefined {
  const jobs = bounds.jobs.number;
  if (jobs !== undefined)
    return isTooMany(bounds.jobs, jobs, bounds.most) ? undefined : new Array<Micros>(jobs).fill(at);
  if (bounds.jobs.absent) batch.complain("jobs that arrive all at once need their number", "add jobs: N", null);
  return undefined;
}

function listed(body: Cursor, bounds: ArrivalBounds): Micros[] | undefined {
  const times = body.items.map(readDuration);
  const sound = times.filter((time) => time !== undefined).sort((a, b) => a - b);
  if (sound.length < times.length) return undefined;
  const jobs = bounds.jobs.number ?? sound.length;
  if (jobs > sound.length) {
    bounds.jobs.complain(`only ${sound.length} arrival times are listed`, "list one per job, or lower jobs");
    return undefined;
  }
  return sound.slice(0, jobs);
}

/** Half open: nothing arrives at `until` or later. */
interface Span {
  readonly from: Micros;
  readonly until: Micros;
}

function readSpan(body: Cursor, bounds: ArrivalBounds): Span | undefined {
  const from = body.get("from").absent ? bounds.startsAt : readDuration(body.get("from"));
  const until = body.get("until").absent
    ? (bounds.duration ?? Number.POSITIVE_INFINITY)
    : readDuration(body.get("until"));
  if (from === undefined || until === undefined) return undefined;
  if (from < until) return { from, until };
  body.complain("arrivals end later than they begin", "give an until after from", null);
  return undefined;
}

function poisson(
  body: Cursor,
  every: Micros,
  span: Span,
  bounds: ArrivalBounds,
  stream: RandomSource,
): Micros[] | undefined {
  const expected = Math.min(bounds.jobs.number ?? Number.POSITIVE_INFINITY, (span.until - span.from) / every);
  if (isEndless(body, expected, "jobs or until") || isTooMany(body, expected, bounds.most)) return undefined;
  if (isTooLate(body, span.from + expected * every)) return undefined;
  const jobs = bounds.jobs.number ?? bounds.most;
  const gap = randomExponential.source(stream)(1 / every);
  const times: Micros[] = [];
  for (let at = span.from + gap(); at < span.until && times.length < jobs; at += gap()) times.push(Math.floor(at));
  return times;
}

function bursts(body: Cursor, every: Micros, span: Span, bounds: ArrivalBounds): Micros[] | undefined {
  const size = body.get("size").number;
  if (size === undefined) return undefined;
  const most = body.get("count").number ?? Number.POSITIVE_INFINITY;
  const inSpan = Math.min(most, Math.ceil((span.until - span.from) / every));
  const expected = Math.min(bounds.jobs.number ?? Number.POSITIVE_INFINITY, inSpan * size);
  if (isEndless(body, expected, "jobs, count or until") || isTooMany(body, expected, bounds.most)) return undefined;
  if (isTooLate(body, span.from + (expected / size) * every)) return undefined;
  return Array.from({ length: expected }, (_, job) => span.from + Math.floor(job / size) * every);
}

function isEndless(body: Cursor, jobs: number, ways: string): boolean {
  if (jobs !== Number.POSITIVE_INFINITY) return false;
  body.complain("these arrivals never end", `add ${ways}, or give the scenario a duration`, null);
  return true;
}

function isTooLate(body: Cursor, last: Micros): boolean {
  if (last <= LONGEST_DURATION) return false;
  body.complain("arrivals end within 100 years", "ask for fewer jobs, or for shorter gaps", null);
  return true;
}

function isTooMany(cursor: Cursor, jobs: number, most: number): boolean {
  if (jobs <= most) return false;
  cursor.complain(`a framework has at most ${most} jobs`, "ask for fewer", String(Math.ceil(jobs)));
  return true;
}
