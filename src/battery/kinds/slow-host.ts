import type { Micros } from "../../base/time.js";
import type { ContainerConfig } from "../../kinds/isolator/container-config.js";
import type { ContainerHost } from "../../kinds/isolator/container-host.js";
import { type Complete, ready } from "../../kinds/outcome.js";
import type { Timer } from "../../kinds/timer.js";

/** A host on which everything takes its time, so that a container can be destroyed at each of its stages. */
export class SlowHost implements ContainerHost {
  readonly #timer: Timer;
  readonly #delay: () => Micros;
  #lastPid = 0;

  constructor(timer: Timer, delay: () => Micros) {
    this.#timer = timer;
    this.#delay = delay;
  }

  provision(_container: string, _config: ContainerConfig, complete: Complete<null>): () => void {
    return this.#later(complete);
  }

  fork(): number {
    return ++this.#lastPid;
  }

  fetch(_container: string, _config: ContainerConfig, complete: Complete<null>): () => void {
    return this.#later(complete);
  }

  kill(_container: string, complete: Complete<null>): void {
    this.#later(complete);
  }

  #later(complete: Complete<null>): () => void {
    return this.#timer.after(this.#delay(), () => complete(ready(null)));
  }
}
