import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT, type EventKind, EventQueue } from "../../src/simulator/event-queue.js";

function drain(queue: EventQueue): [number, EventKind, number][] {
  const taken: [number, EventKind, number][] = [];
  while (queue.size > 0) {
    queue.pop();
    taken.push([queue.now, queue.kind, queue.subject]);
  }
  return taken;
}

describe("the event queue", () => {
  test("puts the tick before ends of tasks and those before arrivals and answers at one instant", () => {
    const queue = new EventQueue();
    queue.push(5, EVENT.answer, 1);
    queue.push(5, EVENT.arrival, 2);
    queue.push(5, EVENT.taskEnd, 3);
    queue.push(5, EVENT.tick, 4);
    queue.push(4, EVENT.arrival, 5);
    expect(drain(queue).map(([, , subject]) => subject)).toEqual([5, 4, 3, 1, 2]);
  });

  test("keeps the order of pushing among equals", () => {
    const queue = new EventQueue();
    for (let i = 0; i < 5000; i++) queue.push(7, EVENT.answer, i);
    expect(drain(queue).map(([, , subject]) => subject)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  test("gives events in the order of a stable sort whatever is pushed and taken in between", () => {
    const kinds = [EVENT.tick, EVENT.taskEnd, EVENT.answer];
    const step = fc.oneof(
      fc.record({ after: fc.nat(6), kind: fc.constantFrom(...kinds) }),
      fc.constant("take" as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new EventQueue();
        let waiting: { time: number; rank: number; subject: number }[] = [];
        steps.forEach((each, subject) => {
          if (each !== "take") {
            const time = queue.now + each.after;
            queue.push(time, each.kind, subject);
            waiting.push({ time, rank: kinds.indexOf(each.kind), subject });
          } else if (waiting.length > 0) {
            waiting.sort((a, b) => a.time - b.time || a.rank - b.rank || a.subject - b.subject);
            const [first, ...rest] = waiting;
            waiting = rest;
            expect(queue.nextAt).toBe(first?.time);
            queue.pop();
            expect([queue.now, queue.subject]).toEqual([first?.time, first?.subject]);
          }
        });
        expect(queue.size).toBe(waiting.length);
      }),
    );
  });
});
