import type { Timer } from "../../kinds/timer.js";

/** What an instance of a module in C can reach of the world. */
export interface ModuleWorld {
  readonly timer: Timer;
  /** Takes each line that a module logs. */
  readonly print: (line: string) => void;
}
