import { median } from "d3-array";
import { wallMs } from "../../base/stopwatch.js";
import { echoTimes } from "./echo-times.js";
import { BUILTIN_EDITION, type Edition } from "./edition.js";
import { openEdition } from "./open-edition.js";
import { type CycleTimes, type EditionOpener, SessionCluster } from "./session-cluster.js";

/** What one language is put to: a cluster in which every agent is offered in each cycle, and everybody declines. */
export interface LanguageSize {
  readonly agents: number;
  readonly frameworks: number;
  /** Cycles of the cluster itself before those that are timed. */
  readonly warmUp: number;
  readonly cycles: number;
  /** How long the cluster is begun anew: the cycles of a quick language are too short for a few of them to tell. */
  readonly measuredMs: number;
  /** How long the host's own code is warmed up before, and how long each edition's. */
  readonly hostWarmUpMs: number;
  readonly editionWarmUpMs: number;
}

export interface LanguageCourse extends LanguageSize {
  readonly edition: Edition;
  /** The script, or the library that it was compiled to; of the built-in one nothing. */
  readonly path: string;
  /** The same with marks around what its author wrote. */
  readonly markedPath: string;
  /** What answers without looking at what it is given. */
  readonly echoPath: string;
}

/** Of a cycle, in milliseconds: the median of each, so that the parts need not add up to the whole. */
export interface LanguageSplit {
  /** All of it: the declines, the allocator's call, the checking and booking of what it decided. */
  readonly cycleMs: number;
  /** The ledger and the checker. */
  readonly hostMs: number;
  /** What the call of the allocator takes: border and guest. */
  readonly callMs: number;
  /** Encoding, copying, crossing, the language's own numbers, and the way back. */
  readonly borderMs: number;
  /** What is on the other side: mirror and script. */
  readonly guestMs: number;
  /** The SDK's part: reading the records, keeping the mirror, writing the decisions. */
  readonly mirrorMs: number;
  /** What the allocator's author wrote, with the questions it asks. */
  readonly scriptMs: number;
}

export interface LanguageRunFigures extends LanguageSplit {
  /** Operations and offers that cross in a cycle. */
  readonly operations: number;
  readonly offers: number;
  readonly peakMemoryBytes: number;
  /** Of what was decided. */
  readonly decisionsHash: string;
}

/** In a process of its own. @throws AllocatorFailure */
export async function runLanguage(course: LanguageCourse): Promise<LanguageRunFigures> {
  // Before anything is warmed up, which fills memory as well.
  await takeCourse(course, course.path);
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  // The host's own code, which is the same for all, with the edition that is quickest to warm it.
  await warm(BUILTIN_EDITION, "", course.hostWarmUpMs);
  for (const path of [course.path, course.markedPath]) await warm(course.edition, path, course.editionWarmUpMs);
  const taken = await takeCourses(course);
  const { cycles, decisionsHash } = taken[0].plain;
  const echoes = await echoTimes(course, cycles);
  const splits = taken.flatMap(({ plain, marked }) =>
    plain.cycles.map((times, i) => splitOf(times, marked.cycles[i] as CycleTimes, echoes[i] as number)),
  );
  const middle = (figure: (split: LanguageSplit) => number) => median(splits, figure) as number;
  return {
    cycleMs: middle(({ cycleMs }) => cycleMs),
    hostMs: middle(({ hostMs }) => hostMs),
    callMs: middle(({ callMs }) => callMs),
    borderMs: middle(({ borderMs }) => borderMs),
    guestMs: middle(({ guestMs }) => guestMs),
    mirrorMs: middle(({ mirrorMs }) => mirrorMs),
    scriptMs: middle(({ scriptMs }) => scriptMs),
    operations: median(cycles, ({ operations }) => operations) as number,
    offers: median(cycles, ({ offers }) => offers) as number,
    peakMemoryBytes,
    decisionsHash,
  };
}

const WARM_UP = { agents: 500, frameworks: 50, roles: 1 };

interface TakenCourse {
  readonly cycles: readonly CycleTimes[];
  readonly decisionsHash: string;
}

interface CoursePair {
  readonly plain: TakenCourse;
  readonly marked: TakenCourse;
}

/** The same cycles each time. */
async function takeCourses(course: LanguageCourse): Promise<readonly [CoursePair, ...CoursePair[]]> {
  const startedAt = wallMs();
  const pair = async () => ({
    plain: await takeCourse(course, course.path),
    marked: await takeCourse(course, course.markedPath),
  });
  const taken: [CoursePair, ...CoursePair[]] = [await pair()];
  while (wallMs() - startedAt < course.measuredMs) taken.push(await pair());
  return taken;
}

/** @param path one of the course's */
async function takeCourse(
  { edition, agents, frameworks, warmUp, cycles }: LanguageCourse,
  path: string,
): Promise<TakenCourse> {
  const cluster = await SessionCluster.create({ agents, frameworks, roles: 1 }, openerOf(edition, path));
  cluster.join();
  for (let i = 0; i < warmUp; i++) cluster.cycle();
  const timed = Array.from({ length: cycles }, () => cluster.cycle());
  cluster.close();
  return { cycles: timed, decisionsHash: cluster.decisionsHash };
}

/** So that the times are those of compiled code. */
async function warm(edition: Edition, path: string, ms: number): Promise<void> {
  const cluster = await SessionCluster.create(WARM_UP, openerOf(edition, path));
  const startedAt = wallMs();
  cluster.join();
  for (let i = 0; i < WARM_UP.frameworks && wallMs() - startedAt < ms; i++) cluster.cycle();
  cluster.close();
}

function openerOf(edition: Edition, path: string): EditionOpener {
  return (context, stopwatch) => openEdition(edition, path, context, stopwatch);
}

/**
 * The marks cost a little, so all but the part between them is taken from the run without them.
 * @param echoMs what it takes to cross with as many numbers, and back
 */
function splitOf(plain: CycleTimes, marked: CycleTimes, echoMs: number): LanguageSplit {
  const { cycleMs, callMs } = plain;
  const guestMs = Math.max(0, plain.overMs - echoMs);
  const mirrorMs = Math.max(0, marked.overMs - echoMs - marked.scriptMs);
  return {
    cycleMs,
    hostMs: cycleMs - callMs,
    callMs,
    borderMs: callMs - guestMs,
    guestMs,
    mirrorMs,
    scriptMs: Math.max(0, guestMs - mirrorMs),
  };
}
