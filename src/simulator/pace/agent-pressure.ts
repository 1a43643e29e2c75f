import { FULL_SPEED } from "./pace.js";

/** What a task would use of its agent's cpus or memory, in thousandths. */
export interface Wanting<Owner> {
  readonly owner: Owner;
  readonly revocable: boolean;
  readonly wanted: number;
}

/**
 * However little is left, a task gets about a hundredth of what it would use: Mesos gives revocable cpus 10 shares of the
 * kernel where regular ones have 1024. So nothing stands still for ever.
 */
export const LEAST_SPEED = FULL_SPEED / 100;

/** In thousandths of full speed. */
export interface Speeds {
  readonly regular: number;
  readonly revocable: number;
}

/** Regular tasks get theirs first, and revocable ones what is left; among equals each gets the same part of what it would use. */
export function speedsUnder(cpus: number, wanted: readonly Wanting<unknown>[]): Speeds {
  const sum = (revocable: boolean) =>
    wanted.reduce((total, task) => total + (task.revocable === revocable ? task.wanted : 0), 0);
  const [regular, revocable] = [sum(false), sum(true)];
  return { regular: speedOf(cpus, regular), revocable: speedOf(Math.max(0, cpus - regular), revocable) };
}

function speedOf(there: number, wanted: number): number {
  if (wanted <= there) return FULL_SPEED;
  return Math.max(LEAST_SPEED, Math.floor((there * FULL_SPEED) / wanted));
}

export interface MemoryUse<Owner> extends Wanting<Owner> {
  /** What it was given. */
  readonly given: number;
}

/**
 * Who is killed so that memory is enough again: revocable tasks first, then regular ones that use more than they were
 * given; of each the one that comes first. When those are gone, nothing is used that was not given.
 *
 * @param tasks in the order in which they are to be killed, all else being equal
 */
export function memoryVictims<Owner>(memory: number, tasks: readonly MemoryUse<Owner>[]): Owner[] {
  let excess = tasks.reduce((sum, { wanted }) => sum + wanted, 0) - memory;
  const victims: Owner[] = [];
  const revocable = tasks.filter((task) => task.revocable);
  const greedy = tasks.filter((task) => !task.revocable && task.wanted > task.given);
  for (const { owner, wanted } of [...revocable, ...greedy]) {
    if (excess <= 0) break;
    if (wanted === 0) continue;
    victims.push(owner);
    excess -= wanted;
  }
  return victims;
}
