import type { FailureKind } from "../allocator/failure.js";

/** A script with modules in it, in whatever language, as its host sees it. */
export interface ModuleScript {
  /**
   * Crosses the border: `ModuleRequest` in, what it says out, both as JSON.
   *
   * @param kind what it is called when the script raises an error
   * @throws AllocatorFailure
   */
  dispatch(request: string, kind: FailureKind): string;
  /** No request follows. */
  close(): void;
}
