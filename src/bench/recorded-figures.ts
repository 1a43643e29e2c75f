/**
 * What Apache Mesos' own allocator needed: version 1.12, C++, run alone on a quiet machine with a paused clock, recorded
 * together with the decline journals. Every framework declines all it is offered for as long as it can; milliseconds of
 * one allocation run. Another machine than this one: compare orders of magnitude, not per cents.
 */
export const RECORDED_SOURCE = "Apache Mesos 1.12 C++, stand-alone, recorded with the journals";

export interface RecordedFigures {
  readonly agents: number;
  readonly frameworks: number;
  /** Over the first 8 to 20 cycles. */
  readonly cycleMs: { readonly p50: number; readonly p95: number };
  /** Once every framework has declined every agent; the lower end of what was seen. Null: never got there. */
  readonly saturatedMs: number | null;
}

/** The p50 is that of the usual run; where a range was recorded its lower end stands here. */
export const RECORDED_SIZES: readonly RecordedFigures[] = [
  { agents: 100, frameworks: 10, cycleMs: { p50: 2.1, p95: 3.3 }, saturatedMs: 2.2 },
  { agents: 1000, frameworks: 50, cycleMs: { p50: 35, p95: 47 }, saturatedMs: 155 },
  { agents: 1000, frameworks: 200, cycleMs: { p50: 42, p95: 46 }, saturatedMs: 720 },
  { agents: 2000, frameworks: 200, cycleMs: { p50: 82, p95: 94 }, saturatedMs: 1700 },
  { agents: 5000, frameworks: 200, cycleMs: { p50: 218, p95: 244 }, saturatedMs: null },
];

/** Of a whole journal, where that was recorded. */
export interface RecordedJournal {
  readonly totalMs: number | null;
  readonly cycleMs: { readonly p50: number | null; readonly p95: number | null };
  readonly saturatedMs: number | null;
}

export const RECORDED_JOURNALS: Readonly<Record<string, RecordedJournal>> = {
  "bench-100x10": { totalMs: null, cycleMs: { p50: 2.1, p95: 3.3 }, saturatedMs: 2.2 },
  "bench-1000x50-full": { totalMs: null, cycleMs: { p50: null, p95: null }, saturatedMs: 155 },
  "bench-1000x200": { totalMs: 970, cycleMs: { p50: 42, p95: 46 }, saturatedMs: null },
  "bench-1000x200-full": { totalMs: 65_000, cycleMs: { p50: 107, p95: 693 }, saturatedMs: 720 },
};
