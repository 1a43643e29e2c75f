import { randomStream } from "../../../base/random.js";
import { formatDuration, MICROS_PER_SECOND, type Micros } from "../../../base/time.js";
import { type UsagePoint, type UsageProfile, usageProfile } from "../../../cluster/usage-profile.js";
import type { Cursor } from "../../document/cursor.js";
import { readDuration, readPositiveDuration } from "../duration-value.js";
import { readSteps } from "../steps-value.js";
import { addNoise, drawNoise, type Noise } from "./usage-noise.js";
import type { UsageTraces } from "./usage-traces.js";
import { wavePoints } from "./wave-points.js";

export interface UsageContext {
  readonly seed: number;
  /** Of the run. */
  readonly duration: Micros | null;
  readonly traces: UsageTraces;
}

/** How many series of noise a framework's tasks take in turn. */
const SERIES = 8;
const MOST_NOISE_VALUES = 10_000;
/** So long a run is taken for that has no duration. */
const DAY = 86_400 * MICROS_PER_SECOND;

/** What a usage is without its noise. */
interface Base {
  readonly points: readonly UsagePoint[];
  readonly period: Micros | null;
  readonly clock: UsageProfile["clock"];
}

/**
 * What tasks use of one resource, as the scenario says it; undefined when absent or wrong (then with complaints).
 *
 * @param owner whose tasks they are, and which resource: the noise has a random stream of that name
 */
export function readUsage(value: Cursor, owner: string, context: UsageContext): readonly UsageProfile[] | undefined {
  const base = readBase(value, context.traces);
  if (base === undefined) return undefined;
  const atMost = value.get("atMost").number ?? Number.POSITIVE_INFINITY;
  const clock = (value.get("clock").text as UsageProfile["clock"] | undefined) ?? base.clock;
  const cut = (points: readonly UsagePoint[], period: Micros | null) =>
    usageProfile(
      points.map(({ after, share }) => ({ after, share: Math.min(Math.max(share, 0), atMost) })),
      clock,
      period,
    );
  const noise = readNoise(value.get("noise"));
  if (noise === undefined) return [cut(base.points, base.period)];
  const until = noiseUntil(base.period, context.duration ?? DAY);
  if (!isSparse(noise, until, value.get("noise"))) return undefined;
  const random = randomStream(context.seed, `${owner} noise`);
  const points = base.period === null ? base.points : repeated(base.points, base.period, until);
  const series = Array.from({ length: SERIES }, () => addNoise(points, drawNoise(noise, until, random), until));
  return series.map((sum) => cut(sum, base.period === null ? null : until));
}

const FORMS = ["constant", "points", "ramp", "wave", "trace"] as const;

function readBase(value: Cursor, traces: UsageTraces): Base | undefined {
  const { number } = value;
  if (number !== undefined) return level(number);
  if (!value.isMap) return stepped(value);
  const given = FORMS.filter((form) => !value.get(form).absent);
  const [form] = given;
  if (form === undefined || given.length > 1) {
    value.complain(
      `a usage is exactly one of ${FORMS.join(", ")}`,
      "write such as {wave: {mean: 0.5, amplitude: 0.3}}",
    );
    return undefined;
  }
  const body = value.get(form);
  switch (form) {
    case "constant":
      return body.number === undefined ? undefined : level(body.number);
    case "points":
      return stepped(body);
    case "ramp":
      return readRamp(body);
    case "wave":
      return readWave(body);
    case "trace": {
      const points = traces.points(body);
      return points && { points, period: null, clock: "run" };
    }
  }
}

function level(share: number): Base {
  return { points: [{ after: 0, share }], period: null, clock: "task" };
}

function stepped(list: Cursor): Base | undefined {
  const points = readSteps(list, "allowed")?.map(({ at, value }) => ({ after: at, share: value }));
  return points && { points, period: null, clock: "task" };
}

function readRamp(ramp: Cursor): Base | undefined {
  const over = readPositiveDuration(ramp.get("over"));
  const [from, to] = [ramp.get("from").number, ramp.get("to").number];
  if (over === undefined || from === undefined || to === undefined) return undefined;
  const points = [
    { after: 0, share: from },
    { after: over, share: to },
  ];
  return { points, period: null, clock: "task" };
}

function readWave(wave: Cursor): Base | undefined {
  const period = wave.get("period").absent ? DAY : readPositiveDuration(wave.get("period"));
  const phase = readDuration(wave.get("phase")) ?? 0;
  const [mean, amplitude] = [wave.get("mean").number, wave.get("amplitude").number];
  if (period === undefined || mean === undefined || amplitude === undefined) return undefined;
  return { points: wavePoints({ mean, amplitude, period, phase }), period, clock: "run" };
}

function readNoise(noise: Cursor): Noise | undefined {
  const every = readPositiveDuration(noise.get("every"));
  const amount = noise.get("amount").number;
  return every === undefined || amount === undefined ? undefined : { every, amount };
}

/** The whole run, in whole periods. */
function noiseUntil(period: Micros | null, duration: Micros): Micros {
  return period === null ? duration : Math.ceil(duration / period) * period;
}

function isSparse({ every }: Noise, until: Micros, noise: Cursor): boolean {
  if (until / every <= MOST_NOISE_VALUES) return true;
  const rule = `noise has at most ${MOST_NOISE_VALUES} values in ${formatDuration(until)}`;
  const least = Math.ceil(until / MOST_NOISE_VALUES / MICROS_PER_SECOND);
  noise.get("every").complain(rule, `write every: ${least}s or more`);
  return false;
}

/** A period's points again and again; where one ends, the next begins at the same time. */
function repeated(points: readonly UsagePoint[], period: Micros, until: Micros): UsagePoint[] {
  const times = Math.round(until / period);
  const all = Array.from({ length: times }, (_, k) =>
    points.map(({ after, share }) => ({ after: after + k * period, share })),
  );
  return all.flat();
}
