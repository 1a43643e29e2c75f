import { type Complete, ready } from "../outcome.js";
import type { ContainerConfig } from "./container-config.js";

/** What is done for a container beside its isolators: its image, its files, its processes. */
export interface ContainerHost {
  /** Gets the image ready. @returns calls it off */
  provision(container: string, config: ContainerConfig, complete: Complete<null>): () => void;
  /** Makes the container's first process, which waits until it is told to run. @returns its pid */
  fork(container: string): number;
  /** Fetches the files. @returns kills the fetcher */
  fetch(container: string, config: ContainerConfig, complete: Complete<null>): () => void;
  /** Kills every process of the container. Completes when none is left. */
  kill(container: string, complete: Complete<null>): void;
}

/** A host on which everything is done at once and nothing goes wrong. */
export class InstantHost implements ContainerHost {
  #lastPid = 0;

  provision(_container: string, _config: ContainerConfig, complete: Complete<null>): () => void {
    complete(ready(null));
    return () => {};
  }

  fork(): number {
    return ++this.#lastPid;
  }

  fetch(_container: string, _config: ContainerConfig, complete: Complete<null>): () => void {
    complete(ready(null));
    return () => {};
  }

  kill(_container: string, complete: Complete<null>): void {
    complete(ready(null));
  }
}
