/**
 * The machine's clock, for figures only (`cycleMs`, limits): nothing read here may reach a decision, a journal or a hash.
 * @returns milliseconds since some fixed moment of this process.
 */
export function wallMs(): number {
  return performance.now();
}
