/**
 * What must not be left behind when the program is interrupted: child processes and half-written files. Whoever makes
 * such a thing says how to undo it, and takes that back when it is done.
 */
const undoings = new Set<() => void>();

/** @returns takes it back */
export function onInterruption(undo: () => void): () => void {
  undoings.add(undo);
  return () => undoings.delete(undo);
}

/** Undoes everything at once; an undoing that fails does not keep the others from it. */
export function undoAll(): void {
  for (const undo of undoings) {
    try {
      undo();
    } catch {
      // A file that is already gone, a process that has just ended: nothing is left to undo.
    }
  }
  undoings.clear();
}

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** From here on Ctrl-C and its like end the program cleanly, with 128 plus the signal's number. */
export function endCleanlyOnSignals(): void {
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.once(signal, () => {
      undoAll();
      process.exit(code);
    });
  }
}
