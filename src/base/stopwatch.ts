/** Taken when the program starts: a process that hosts scripts stops its clock afterwards, but not this one. */
const now = performance.now.bind(performance);

/**
 * The machine's clock, for figures only (`cycleMs`, limits): nothing read here may reach a decision, a journal or a hash.
 * @returns milliseconds since this process was started
 */
export function wallMs(): number {
  return now();
}
