import { collectGarbage } from "../base/collect-garbage.js";
import { failedWith, PASSED, type Verdict } from "./verdict.js";

const MIB = 1024 ** 2;

/** Less is not told from the ups and downs of a process. */
const LEAST_GROWTH = 24 * MIB;

/** A leak goes on: what only grew in one half of the rounds has found its size. */
const LEAST_GROWTH_IN_HALF = 3 * MIB;

/**
 * Does the same over and over, and looks whether the process grows with it. The first quarter is not counted: caches
 * fill, virtual machines compile.
 *
 * @param what the rounds are: `instances`
 */
export async function memoryGrowth(
  rounds: number,
  what: string,
  round: (number: number) => void | Promise<void>,
): Promise<Verdict> {
  const warm = Math.floor(rounds / 4);
  const half = Math.floor((warm + rounds) / 2);
  const sizes: number[] = [];
  for (let number = 0; number < rounds; number++) {
    if (number === warm || number === half) sizes.push(memoryInUse());
    await round(number);
  }
  const [first = 0, second = 0] = sizes;
  const last = memoryInUse();
  const halves = [second - first, last - second];
  if (last - first < LEAST_GROWTH || halves.some((growth) => growth < LEAST_GROWTH_IN_HALF)) return PASSED;
  return failedWith(`over ${rounds - warm} ${what} memory grew by ${Math.round((last - first) / MIB)} MiB`);
}

/** Of the whole process: a guest's memory is not on this heap. */
function memoryInUse(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage.rss();
}
