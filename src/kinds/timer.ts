import type { Micros } from "../base/time.js";

/** Virtual time, as the parts of master and agent that wait for something see it. */
export interface Timer {
  readonly now: Micros;
  /** Runs the action once, `delay` from now. @returns calls it off */
  after(delay: Micros, action: () => void): () => void;
}
