import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ObservedRun } from "./observed-run.js";

const ROLES = { one: "a", two: "b/c", three: "d" } as const;
type FrameworkName = keyof typeof ROLES;

const TOTAL = "cpus:16;mem:40";
const END = 60;

/** Times are whole seconds of a few, so that much happens at one instant. */
const second = (max: number) => fc.integer({ min: 0, max });

const story = fc.record({
  tasks: fc.array(
    fc.record({
      framework: fc.constantFrom<FrameworkName>("one", "two", "three"),
      demand: fc.constantFrom("cpus:1;mem:1", "cpus:4;mem:2", "cpus:2;mem:9"),
      at: second(8),
      waits: second(8),
      runs: fc.integer({ min: 1, max: 8 }),
      fate: fc.constantFrom("finishes", "isKilled", "neverStarts"),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  offers: fc.array(
    fc.record({ framework: fc.constantFrom<FrameworkName>("one", "two", "three"), at: second(20), lasts: second(9) }),
    { maxLength: 6 },
  ),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

interface Event {
  readonly at: number;
  /** Events of one subject keep their order. */
  readonly subject: string;
  tell(run: ObservedRun): void;
}

function eventsOf({ tasks, offers }: Story): Event[] {
  const ofTasks = tasks.flatMap(({ framework, demand, at, waits, runs, fate }, i): Event[] => {
    const name = `t${i}`;
    const [starts, ends] = [at + waits, at + waits + runs];
    const event = (at: number, tell: Event["tell"]): Event => ({ at, subject: name, tell });
    const submitted = event(at, (run) => run.submit(at, name, framework, demand, runs));
    if (fate === "neverStarts") return [submitted];
    return [
      submitted,
      event(starts, (run) => run.start(starts, name, ROLES[framework])),
      event(ends, (run) => (fate === "finishes" ? run.finish(ends, name) : run.kill(ends, name, "revoked"))),
    ];
  });
  const ofOffers = offers.flatMap(({ framework, at, lasts }, i): Event[] => [
    { at, subject: `o${i}`, tell: (run) => run.decide(at, framework, "cpus:1", ROLES[framework]) },
    { at: at + lasts, subject: `o${i}`, tell: (run) => run.recover(at + lasts, framework, "cpus:1", ROLES[framework]) },
  ]);
  return [...ofTasks, ...ofOffers];
}

/** @param splits seconds at which the agent says once more what it has */
function figures(events: readonly Event[], splits: readonly number[] = []): Readonly<Record<string, number>> {
  const run = new ObservedRun({
    frameworks: { one: [ROLES.one], two: [ROLES.two], three: [ROLES.three] },
    weights: { a: 2 },
    work: { one: [{ each: "cpus:1;mem:1" }, { each: "cpus:2;mem:9" }], two: [{ each: "cpus:4;mem:2" }] },
    slo: { one: { wait: 3 } },
  }).agent(0, "a1", TOTAL);
  for (const name of ["one", "two", "three"] as const) run.register(0, name, ROLES[name]);
  const all: Event[] = [
    ...events,
    ...splits.map((at) => ({ at, subject: "", tell: (run: ObservedRun) => run.agent(at, "a1", TOTAL) })),
  ];
  for (const event of all.toSorted((a, b) => a.at - b.at)) event.tell(run);
  return run.end(END).metrics;
}

const OVER_TIME =
  /^(utilisation(Used|Offered)?|hoarded|fragmentation|fairnessGap|sharingIncentiveViolations|offerDrought|dominantShare|sloAttainment)\./;

function overTime(metrics: Readonly<Record<string, number>>): [string, number][] {
  const found = Object.entries(metrics).filter(([key]) => OVER_TIME.test(key));
  expect(found.length).toBeGreaterThan(40);
  return found;
}

function expectSame(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): void {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  for (const [key, value] of overTime(a)) expect(b[key], key).toBeCloseTo(value, 9);
}

describe("figures over time", () => {
  test("do not hang on the order in which the events of one instant are told", () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(), { minLength: 50, maxLength: 50 }), (told, keys) => {
        const events = eventsOf(told);
        const ranks = new Map(events.map(({ subject }, i) => [subject, keys[i % keys.length] as number]));
        const permuted = events.toSorted(
          (a, b) => a.at - b.at || (ranks.get(a.subject) as number) - (ranks.get(b.subject) as number),
        );
        expectSame(figures(events), figures(permuted));
      }),
      { numRuns: 60 },
    );
  });

  test("do not change when an interval is split in two", () => {
    fc.assert(
      fc.property(story, fc.array(fc.double({ min: 0, max: END, noNaN: true }), { maxLength: 5 }), (told, splits) => {
        expectSame(figures(eventsOf(told)), figures(eventsOf(told), splits));
      }),
      { numRuns: 60 },
    );
  });

  test("that are shares are from 0 to 1, and no other is below 0", () => {
    fc.assert(
      fc.property(story, (told) => {
        // What is told may use more than the agent has: such a cluster is not looked at.
        const metrics = figures(eventsOf(told));
        fc.pre((metrics["peakUtilisation.cpus"] as number) <= 1 && (metrics["peakUtilisation.mem"] as number) <= 1);
        for (const [key, value] of overTime(metrics)) {
          expect(value, key).toBeGreaterThanOrEqual(0);
          if (!/econds|Drought/.test(key)) expect(value, key).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60 },
    );
  });
});
