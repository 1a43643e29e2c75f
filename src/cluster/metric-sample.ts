import type { Micros } from "../base/time.js";

/** One of the numbers that an allocator reports of itself: for people and expectations, part of no hash. */
export interface MetricSample {
  readonly t: Micros;
  /** Fits `METRIC_NAME`. */
  readonly name: string;
  /** Empty: a plain number. */
  readonly unit: string;
  /** Finite. */
  readonly value: number;
}

/** What an allocator may call its numbers. */
export const METRIC_NAME = /^[A-Za-z0-9._-]+$/;

/** Stands before the name wherever metrics of all kinds are listed: a script's `waiting` is the metric `script.waiting`. */
export const SCRIPT_METRIC_PREFIX = "script.";
