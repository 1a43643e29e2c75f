import fc from "fast-check";
import { expect, test } from "vitest";
import { clusterPlan } from "../simulator/cluster-plans.js";
import { greedy } from "../simulator/greedy-allocator.js";
import { observe } from "../simulator/observed-simulation.js";

interface GangJob {
  /** Seconds. */
  readonly at: number;
  readonly runs: number;
  readonly tasks: number;
}

const AGENTS = 5;

/**
 * When each job starts if jobs take whole agents strictly in turn: a start is possible at each whole second, among what
 * arrived and ended before it, and at each arrival.
 */
function startsInTurn(jobs: readonly GangJob[]): number[] {
  const starts: number[] = [];
  const startAll = (now: number, isPast: (time: number) => boolean) => {
    for (let next = starts.length; next < jobs.length; next++) {
      const job = jobs[next] as GangJob;
      const running = jobs.filter((other, i) => i < next && !isPast((starts[i] as number) + other.runs));
      const busy = running.reduce((sum, { tasks }) => sum + tasks, 0);
      if (!isPast(job.at) || AGENTS - busy < job.tasks) return;
      starts.push(now);
    }
  };
  for (let quarter = 0; starts.length < jobs.length; quarter++) {
    const now = quarter / 4;
    if (Number.isInteger(now)) startAll(now, (time) => time < now);
    if (jobs.some((job) => job.at === now)) startAll(now, (time) => time <= now);
  }
  return starts;
}

const quarters = (least: number, most: number) => fc.integer({ min: least, max: most }).map((quarter) => quarter / 4);
const job: fc.Arbitrary<GangJob> = fc.record({
  at: quarters(0, 60),
  runs: quarters(1, 40),
  tasks: fc.integer({ min: 1, max: AGENTS }),
});

test("gangs that are served first come first served start when a plain reckoning says", async () => {
  const agents = Object.fromEntries(Array.from({ length: AGENTS }, (_, i) => [`a${i}`, "cpus:1"]));
  await fc.assert(
    fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 25 }), async (unsorted) => {
      const jobs = unsorted.toSorted((a, b) => a.at - b.at);
      const plan = clusterPlan({
        agents,
        frameworks: [
          {
            name: "f",
            queue: "firstComeFirstServed",
            refuse: 0,
            gangTimeout: 1e9,
            jobs: jobs.map((each) => ({ ...each, gang: true })),
          },
        ],
      });
      const seen = await observe(plan, greedy());
      const started = new Map<number, number>();
      for (const line of seen.told("started")) {
        const [time, , name] = line.split(" ") as [string, string, string];
        started.set(Number(name.slice(2).split(".")[0]), Number(time));
      }
      expect(jobs.map((_, i) => started.get(i + 1))).toEqual(startsInTurn(jobs));
    }),
    { numRuns: 200 },
  );
});
