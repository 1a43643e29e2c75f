import type { Agent, Task, Vector } from "../model.js";
import { shown } from "../script-values.js";
import type { Mirror } from "./mirror.js";

/** Tasks of one agent that would go, and what would then be free there. */
interface Pile {
  readonly tasks: Task[];
  /** By plain key. */
  readonly room: Vector;
}

/** See `Cluster.victimsFor`. */
export function victimsFor(mirror: Mirror, wanted: Readonly<Vector>, tasks: Iterable<Task>): Task[] | null {
  const piles = new Map<Agent, Pile>();
  // What is free where a revocation is under way is spoken for.
  const spokenFor = new Set<Agent>(mirror.tasks.list.filter(isToldToGo).map(({ agent }) => agent));
  for (const task of tasks) {
    checkRuns(mirror, task);
    if (isToldToGo(task)) continue;
    let pile = piles.get(task.agent);
    if (pile === undefined) {
      pile = { tasks: [], room: spokenFor.has(task.agent) ? mirror.zeros() : task.agent.free.slice() };
      piles.set(task.agent, pile);
    }
    pile.tasks.push(task);
    for (const key of mirror.plainKeys) pile.room[key] = pile.room[key]! + mirror.quantity(task.resources, key);
    if (mirror.plainKeys.every((key) => wanted[key]! <= pile.room[key]!)) return needed(mirror, wanted, pile);
  }
  return null;
}

function checkRuns(mirror: Mirror, task: Task): void {
  const known = mirror.tasks.find(task?.id);
  if (known === null || known !== task) throw new Error(`task is ${shown(task)}, not one of cluster.tasks`);
}

function isToldToGo({ reclaimedFor }: Task): boolean {
  return reclaimedFor !== null;
}

/** A task without which there is still room stays, the last one first (P5). */
function needed(mirror: Mirror, wanted: Readonly<Vector>, { tasks, room }: Pile): Task[] {
  const spared = new Set<Task>();
  for (const task of tasks.toReversed()) {
    const without = room.slice();
    for (const key of mirror.plainKeys) without[key] = without[key]! - mirror.quantity(task.resources, key);
    if (!mirror.plainKeys.every((key) => wanted[key]! <= without[key]!)) continue;
    spared.add(task);
    for (const key of mirror.plainKeys) room[key] = without[key]!;
  }
  return tasks.filter((task) => !spared.has(task));
}
