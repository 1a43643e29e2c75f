import type { BenchSizes } from "./sizes.js";

/** What every part of the benchmark is given. */
export interface BenchSetting {
  readonly sizes: BenchSizes;
  /** The folder of the recorded journals, or one that has them in `bench`; null: there are none. */
  readonly journals: string | null;
  /** Says what is being timed. */
  readonly tell: (what: string) => void;
  /** Takes what an allocator prints. */
  readonly print: (line: string) => void;
}
