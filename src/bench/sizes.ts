import type { BorderCourse } from "./border-run.js";
import type { DaySize } from "./day-plan.js";
import type { DeclineCourse } from "./decline-run.js";
import type { LanguageSize } from "./languages/language-run.js";

/** What is timed, and how large. */
export interface BenchSizes {
  /** How many fresh processes a journal is fed to for the first time. */
  readonly processes: number;
  /** How often it is fed to the allocator in one of them. */
  readonly passes: number;
  readonly scaling: readonly DeclineCourse[];
  /** One cycle of a whole data centre. */
  readonly whole: DeclineCourse;
  /** As many filters as one allocator may have to keep. */
  readonly filters: DeclineCourse;
  readonly day: DaySize;
  /** And how many starts are timed after the first. */
  readonly languages: LanguageSize & { readonly starts: number };
  readonly border: Pick<BorderCourse, "calls" | "rounds">;
  /** One library of so many modules, and how often it is verified. */
  readonly manifest: { readonly modules: number; readonly rounds: number };
}

export const FULL_SIZES: BenchSizes = {
  processes: 5,
  passes: 11,
  scaling: [
    { agents: 100, frameworks: 10, roles: 1, cycles: 10, saturate: true },
    { agents: 1000, frameworks: 50, roles: 1, cycles: 10, saturate: true },
    { agents: 1000, frameworks: 200, roles: 1, cycles: 10, saturate: true },
    { agents: 2000, frameworks: 200, roles: 1, cycles: 10, saturate: true },
    { agents: 5000, frameworks: 200, roles: 1, cycles: 10, saturate: true },
    { agents: 10_000, frameworks: 1000, roles: 1, cycles: 10, saturate: false },
    { agents: 50_000, frameworks: 5000, roles: 1, cycles: 10, saturate: false },
  ],
  whole: { agents: 100_000, frameworks: 10_000, roles: 100, cycles: 5, saturate: false },
  filters: { agents: 10_000, frameworks: 1000, roles: 1, cycles: 10, saturate: true },
  day: { tasks: 1_000_000, agents: 10_000, frameworks: 50, roles: 5, burst: 500 },
  languages: {
    agents: 1000,
    frameworks: 200,
    warmUp: 2,
    cycles: 7,
    measuredMs: 5000,
    hostWarmUpMs: 3000,
    editionWarmUpMs: 1000,
    starts: 5,
  },
  border: { calls: 200_000, rounds: 15 },
  manifest: { modules: 1000, rounds: 5 },
};

/** Everything once and small: to see that it works, not how fast it is. */
export const QUICK_SIZES: BenchSizes = {
  processes: 2,
  passes: 3,
  scaling: [
    { agents: 20, frameworks: 4, roles: 1, cycles: 3, saturate: true },
    { agents: 40, frameworks: 8, roles: 1, cycles: 3, saturate: true },
    { agents: 80, frameworks: 8, roles: 1, cycles: 3, saturate: false },
  ],
  whole: { agents: 200, frameworks: 40, roles: 5, cycles: 2, saturate: false },
  filters: { agents: 50, frameworks: 10, roles: 1, cycles: 2, saturate: true },
  day: { tasks: 2000, agents: 20, frameworks: 4, roles: 2, burst: 50 },
  languages: {
    agents: 20,
    frameworks: 8,
    warmUp: 1,
    cycles: 2,
    measuredMs: 0,
    hostWarmUpMs: 0,
    editionWarmUpMs: 0,
    starts: 1,
  },
  border: { calls: 100, rounds: 2 },
  manifest: { modules: 12, rounds: 1 },
};
