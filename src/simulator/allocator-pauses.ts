import type { AllocatorPause } from "../cluster/plan.js";
import { EVENT } from "./event-queue.js";
import type { SimulationParts } from "./simulation-parts.js";

const BEGINS = 0;
const OVER = 1;

/** The times in which the allocator runs no cycle (G4). Where they overlap it resumes when the last is over. */
export class AllocatorPauses {
  readonly #parts: SimulationParts;
  readonly #pauses: readonly AllocatorPause[];
  #underWay = 0;

  constructor(parts: SimulationParts, pauses: readonly AllocatorPause[]) {
    this.#parts = parts;
    this.#pauses = pauses;
  }

  schedule(): void {
    const { events, progress } = this.#parts;
    this.#pauses.forEach(({ at }, pause) => {
      progress.ahead += 2;
      events.push(at, EVENT.allocatorPause, pause, BEGINS);
    });
  }

  happen(pause: number, phase: number): void {
    const { events, master, progress } = this.#parts;
    progress.ahead--;
    progress.made();
    if (phase === BEGINS) {
      events.push(events.now + (this.#pauses[pause] as AllocatorPause).duration, EVENT.allocatorPause, pause, OVER);
      if (++this.#underWay === 1) master.submit({ op: "pause" });
    } else if (--this.#underWay === 0) {
      master.submit({ op: "resume" });
    }
  }
}
