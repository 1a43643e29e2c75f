import type { Future } from "./module-future.js";

/** What an instance of a module has of the world: the second argument of its `create`. */
export interface ModuleHost {
  /** Virtual time, seconds. */
  now(): number;
  /** Runs the action once, so many seconds of virtual time from now. */
  after(seconds: number, action: () => void): void;
  /** An answer that comes later: a method returns it, and completes it when the answer is known. */
  future(): Future;
  /** The answer of a method that has failed: a future with an end. To raise does as well, and tells the place, too. */
  failed(message: string): Future;
}
