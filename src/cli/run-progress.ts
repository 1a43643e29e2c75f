import { MultiBar, type SingleBar } from "cli-progress";
import { MICROS_PER_SECOND, type Micros } from "../base/time.js";
import type { ClusterPlan } from "../cluster/plan.js";
import type { Console } from "./console.js";

/** One bar for each row that is running, by virtual time, at the bottom of the terminal. */
export class RunProgress {
  readonly #console: Console;
  readonly #bars: MultiBar;
  readonly #running = new Map<string, SingleBar>();

  constructor(console: Console) {
    this.#console = console;
    this.#bars = new MultiBar({
      stream: console.stderr,
      format: "{bar} {at} of {end}  {label}",
      barsize: 20,
      // Cuts lines at the terminal's edge: a bar that wraps cannot be drawn over.
      linewrap: true,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    });
  }

  started(label: string, plan: ClusterPlan): void {
    const end = expectedEnd(plan);
    this.#console.writeNotesAbove((line) => this.#bars.log(line));
    this.#running.set(label, this.#bars.create(Math.max(1, end), 0, { label, at: shown(0), end: shown(end) }));
  }

  progressed(label: string, t: Micros): void {
    const bar = this.#running.get(label);
    if (bar === undefined) return;
    if (t > bar.getTotal()) bar.setTotal(t);
    bar.update(t, { at: shown(t), end: shown(bar.getTotal()) });
  }

  ended(label: string): void {
    const bar = this.#running.get(label);
    if (bar !== undefined) this.#bars.remove(bar);
    this.#running.delete(label);
  }

  stop(): void {
    // Writes the notes that still wait for the next redraw.
    if (this.#bars.isActive) this.#bars.update();
    this.#bars.stop();
    this.#console.writeNotesAbove(null);
  }
}

/** When the run ends; without a duration not before the last job could. */
function expectedEnd({ duration, frameworks }: ClusterPlan): Micros {
  if (duration !== null) return duration;
  let end = 0;
  for (const { workload } of frameworks) {
    if (workload.kind !== "jobs") continue;
    const { submittedAt, duration: runs } = workload.jobs;
    for (let job = 0; job < submittedAt.length; job++) {
      end = Math.max(end, (submittedAt[job] as number) + (runs[job] as number));
    }
  }
  return end;
}

/** `1:05:09`, in virtual hours, minutes and seconds. */
function shown(t: Micros): string {
  const seconds = Math.round(t / MICROS_PER_SECOND);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return [hours, minutes, seconds % 60]
    .map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, "0")))
    .join(":");
}
