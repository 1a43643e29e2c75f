import { MultiBar, type SingleBar } from "cli-progress";
import { wallMs } from "../base/stopwatch.js";
import type { Console } from "./console.js";

/** One bar for the whole comparison at the bottom of the terminal, with the time that is left. */
export class CompareProgress {
  readonly #console: Console;
  readonly #bars: MultiBar;
  readonly #bar: SingleBar;
  readonly #jobs: number;
  readonly #begunAt = new Map<string, number>();
  /** What a run of each kind took so far, ms. */
  readonly #took = new Map<string, { runs: number; sumMs: number }>();
  /** How many runs of each kind are still to come. */
  readonly #left: Map<string, number>;

  /** @param kinds what each run is like: those of one kind take about as long */
  constructor(console: Console, kinds: readonly string[], jobs: number) {
    this.#console = console;
    this.#jobs = jobs;
    this.#left = new Map();
    for (const kind of kinds) this.#left.set(kind, (this.#left.get(kind) ?? 0) + 1);
    this.#bars = new MultiBar({
      stream: console.stderr,
      format: "{bar} {value} of {total} runs, {left}  {kind}",
      barsize: 20,
      linewrap: true,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    });
    this.#bar = this.#bars.create(kinds.length, 0, { left: "", kind: "" });
    console.writeNotesAbove((line) => this.#bars.log(line));
  }

  started(run: string): void {
    this.#begunAt.set(run, wallMs());
  }

  /** @param fresh false: nothing had to be done for it */
  ended(run: string, kind: string, fresh: boolean): void {
    this.#left.set(kind, (this.#left.get(kind) ?? 1) - 1);
    if (fresh) {
      const took = this.#took.get(kind) ?? { runs: 0, sumMs: 0 };
      took.runs++;
      took.sumMs += wallMs() - (this.#begunAt.get(run) ?? wallMs());
      this.#took.set(kind, took);
    }
    this.#begunAt.delete(run);
    this.#bar.increment(1, { left: this.#timeLeft(), kind });
  }

  stop(): void {
    // Writes the notes that still wait for the next redraw.
    if (this.#bars.isActive) this.#bars.update();
    this.#bars.stop();
    this.#console.writeNotesAbove(null);
  }

  /** What is still to come, each run as long as those of its kind took so far, or else as all. */
  #timeLeft(): string {
    const all = [...this.#took.values()];
    const runs = all.reduce((sum, took) => sum + took.runs, 0);
    if (runs === 0) return "";
    const meanMs = all.reduce((sum, took) => sum + took.sumMs, 0) / runs;
    let leftMs = 0;
    for (const [kind, left] of this.#left) {
      const took = this.#took.get(kind);
      leftMs += left * (took === undefined ? meanMs : took.sumMs / took.runs);
    }
    return `${shown(leftMs / this.#jobs)} left`;
  }
}

/** `1:05`, or `2:01:05` from an hour on. */
function shown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const from = parts[0] === 0 ? 1 : 0;
  return parts
    .slice(from)
    .map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0")))
    .join(":");
}
