/**
 * Lottery scheduling (Waldspurger and Weihl, OSDI 1994): every task that could start is drawn for. A role holds as many
 * tickets as its weight; the chance of a role that has something to place is its part of the tickets in the draw.
 *
 * In the long run roles get what they hold tickets for, without any account of the past, and nobody who holds a ticket
 * starves. In the short run it is luck, which scenarios/lottery.yaml shows. The draws are seeded by the run: the same seed
 * gives the same answer.
 */
import { fits, isZero } from "workbench";

export const triggers = ["requestResources", "recoverResources"];

export function* decide(cluster) {
  const waiting = new Map();
  for (const subscription of cluster.subscriptions()) {
    // Who has not answered yet may need less than it said.
    if (!isZero(subscription.offered)) continue;
    const tasks = cluster.demand(subscription).flatMap(({ count, resources }) => new Array(count).fill(resources));
    if (tasks.length > 0) waiting.set(subscription, tasks.reverse());
  }
  let draws = 0;
  while (waiting.size > 0) {
    const subscription = draw([...waiting.keys()]);
    const tasks = waiting.get(subscription);
    const agent = firstWithRoom(cluster, subscription, tasks.at(-1));
    draws++;
    if (agent !== undefined) {
      const why = `draw ${draws} of this cycle, ${subscription.role.weight} tickets`;
      yield { subscription, agent, resources: tasks.pop(), why };
    }
    // Out of the draw: nothing left to place, or no room for what comes next.
    if (agent === undefined || tasks.length === 0) waiting.delete(subscription);
  }
}

/** Within a role all frameworks that take part hold equal parts of its tickets. */
function draw(subscriptions) {
  const inRole = new Map();
  for (const { role } of subscriptions) inRole.set(role, (inRole.get(role) ?? 0) + 1);
  const tickets = subscriptions.map(({ role }) => role.weight / inRole.get(role));
  let winner = Math.random() * tickets.reduce((sum, held) => sum + held, 0);
  for (const [i, held] of tickets.entries()) {
    winner -= held;
    if (winner < 0) return subscriptions[i];
  }
  return subscriptions.at(-1);
}

function firstWithRoom(cluster, subscription, resources) {
  return cluster.candidates.find((agent) => {
    const room = cluster.offerable(subscription, agent);
    return room !== null && fits(resources, room);
  });
}
