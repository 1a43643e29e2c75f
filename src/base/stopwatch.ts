/** Taken when the program starts: a process that hosts scripts stops its clock afterwards, but not this one. */
const now = performance.now.bind(performance);
const usage = process.cpuUsage.bind(process);

/**
 * The machine's clock, for figures only (`cycleMs`, limits): nothing read here may reach a decision, a journal or a hash.
 * @returns milliseconds since this process was started
 */
export function wallMs(): number {
  return now();
}

/**
 * What this process, with all its threads, has had of processors: on a busy machine less than has passed on the clock.
 * @returns milliseconds since it was started
 */
export function processorMs(): number {
  const { user, system } = usage();
  return (user + system) / 1000;
}
