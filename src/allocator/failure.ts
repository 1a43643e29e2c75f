/** How an allocator can break. A result of its run, never a crash of the program (contract, section 1). */
export type FailureKind = "threw" | "timedOut" | "outOfMemory" | "crashed" | "illegalDecision" | "loadFailed";

export class AllocatorFailure extends Error {
  readonly kind: FailureKind;
  /** The decide call (1-based) in which it happened; null while loading, or when not yet known. */
  readonly cycle: number | null;
  /** Where in a script it happened, innermost first: `my.lua:14 in score`. The whole stack is in `stack`. */
  frames: readonly string[] = [];

  constructor(kind: FailureKind, message: string, cycle: number | null = null) {
    super(message);
    this.name = "AllocatorFailure";
    this.kind = kind;
    this.cycle = cycle;
  }

  atCycle(cycle: number): AllocatorFailure {
    const placed = new AllocatorFailure(this.kind, this.message, cycle);
    if (this.stack !== undefined) placed.stack = this.stack;
    placed.frames = this.frames;
    return placed;
  }
}
