/** What the program's exit tells (contract, section 1). */
export const EXIT = {
  /** Everything held. */
  held: 0,
  /** An expectation, threshold or comparison failed. */
  notHeld: 1,
  /** Wrong usage or bad input; nothing was simulated. */
  badInput: 2,
  /** An allocator or module failed, or the program itself; goes before `notHeld`. */
  failed: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
