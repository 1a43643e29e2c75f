import { describe, expect, it } from "vitest";
import { complaintsOf, loadText } from "../fixtures/scenarios/load-text.js";

/** A scenario whose one framework has this batch; it begins in line 7, column 7. */
function withBatch(batch: string, rest = ""): string {
  return `scenario: 1
agents: [{ resources: "cpus:4;mem:4096" }]
frameworks:
- name: web
  roles: [prod]
  workload:
    { batch: { ${batch} } }
${rest}`;
}

const REST = 'resources: "cpus:1", duration: 1m';

describe("a workload", () => {
  it.each([
    ["{ batch: {}, service: {} }", '6:17: "{\\"batch\\":{},\\"service\\":{}}": a workload is either batch or service'],
    ["{}", '6:17: "{}": a workload is either batch or service'],
  ])("is one of two kinds: %s", async (workload, line) => {
    const text = `scenario: 1\nagents: [{ resources: "cpus:4" }]\nframeworks:\n  - name: web\n    roles: [prod]\n      `;
    const lines = await complaintsOf(`${text.trimEnd()}\n    workload:   ${workload}\n`);
    expect(lines[0]).toBe(`s.yaml:${line}; write for example {service: {instances: 3, resources: "cpus:1;mem:512"}}`);
  });

  it("says what a service is missing", async () => {
    const text = withBatch("").replace("{ batch: {  } }", "{ service: { instances: 0 } }");
    expect(await complaintsOf(text)).toEqual([
      "s.yaml:7:16: a service needs the key resources; add resources: ...",
      's.yaml:7:29: "0": a count of instances is a whole number from 1 to 100000; write for example 3',
    ]);
  });
});

describe("arrivals", () => {
  it.each([
    ["no number of jobs", REST, "7:14: jobs that arrive all at once need their number; add jobs: N"],
    [
      "two kinds",
      `jobs: 3, ${REST}, arrivals: { at: 0s, listed: [1s] }`,
      '7:70: "{\\"at\\":\\"0s\\",\\"listed\\":[\\"1s\\"]}": arrivals are one of at, poisson, bursts, listed; write for example {at: 0s}',
    ],
    [
      "no end",
      `${REST}, arrivals: { poisson: { every: 1s } }`,
      "7:72: these arrivals never end; add jobs or until, or give the scenario a duration",
    ],
    [
      "no end of bursts",
      `${REST}, arrivals: { bursts: { every: 1s, size: 3 } }`,
      "7:71: these arrivals never end; add jobs, count or until, or give the scenario a duration",
    ],
    [
      "an end before the beginning",
      `${REST}, arrivals: { bursts: { every: 1s, size: 3, from: 5m, until: 1m } }`,
      "7:71: arrivals end later than they begin; give an until after from",
    ],
    [
      "no gap",
      `${REST}, arrivals: { poisson: { every: 0s, until: 1h } }`,
      '7:81: "0s": this duration is at least one microsecond; write it such as 30s',
    ],
    [
      "too many jobs",
      `${REST}, arrivals: { poisson: { every: 1us, until: 1h } }`,
      '7:72: "3600000000": a framework has at most 2000000 jobs; ask for fewer',
    ],
    [
      "too many bursts",
      `${REST}, arrivals: { bursts: { every: 1s, size: 1000000, until: 1h } }`,
      '7:71: "3600000000": a framework has at most 2000000 jobs; ask for fewer',
    ],
    [
      "more than a life's time",
      `jobs: 2000, ${REST}, arrivals: { poisson: { every: 36500d } }`,
      "7:84: arrivals end within 100 years; ask for fewer jobs, or for shorter gaps",
    ],
    [
      "a time that is none",
      `${REST}, arrivals: { listed: [1s, x] }`,
      '7:76: "x": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
    ],
    [
      "more jobs than times",
      `jobs: 3, ${REST}, arrivals: { listed: [1s] }`,
      '7:22: "3": only 1 arrival times are listed; list one per job, or lower jobs',
    ],
    [
      "an empty list",
      `${REST}, arrivals: { listed: [] }`,
      '7:71: "[]": listed takes a list of times; write for example [0s, 10s]',
    ],
    [
      "an unknown kind",
      `jobs: 1, ${REST}, arrivals: { possion: { every: 1s } }`,
      '7:72: "possion": unknown key in arrivals; did you mean "poisson"?',
    ],
  ])("are refused with %s", async (_what, batch, line) => {
    expect(await complaintsOf(withBatch(batch))).toEqual([`s.yaml:${line}`]);
  });

  it("end with the scenario when they have no end of their own", async () => {
    const batch = `${REST}, arrivals: { bursts: { every: 10m, size: 2, from: 5m } }`;
    const { rows } = await loadText(withBatch(batch, "duration: 30m\n"));
    const workload = rows[0]?.plan.frameworks[0]?.workload;
    expect(workload?.kind === "jobs" && [...workload.jobs.submittedAt].map((t) => t / 60e6)).toEqual([
      5, 5, 15, 15, 25, 25,
    ]);
  });
});

describe("what a job is made of", () => {
  it.each([
    [
      "no resources",
      'resources: "", duration: 1m',
      '7:36: "": a task needs some resources; write such as cpus:1;mem:512',
    ],
    [
      "only zeros",
      "resources: { cpus: 0 }, duration: 1m",
      '7:36: "{\\"cpus\\":0}": a task needs some resources; write such as cpus:1;mem:512',
    ],
    [
      "reserved resources",
      'resources: "cpus(prod):1", duration: 1m',
      '7:36: "cpus(prod)": a number for each name and nothing else: no (role), [id], {REV} or items; write such as cpus:4',
    ],
    [
      "revocable resources in a map",
      'resources: { "cpus{REV}": 1 }, duration: 1m',
      '7:38: "cpus{REV}": a task asks for plain resources: no (role), [id] or {REV}; write the name alone',
    ],
    [
      "a distribution the wrong way round",
      "resources: { cpus: { uniform: [4, 1] } }, duration: 1m",
      '7:55: "[4,1]": uniform takes the least value first, then the greatest; swap the two',
    ],
    [
      "half a distribution",
      "resources: { cpus: { uniform: [4] } }, duration: 1m",
      '7:55: "[4]": uniform takes the least and the greatest value; write for example [1, 4]',
    ],
    [
      "an unknown distribution",
      "resources: { cpus: { expo: 4 } }, duration: 1m",
      '7:46: "expo": unknown key in an amount per task; the known keys are uniform, exponential, lognormal, listed',
    ],
    [
      "two distributions",
      'resources: "cpus:1", duration: { uniform: [1s, 2s], exponential: { mean: 1s } }',
      '7:56: "{\\"uniform\\":[\\"1s\\",\\"2s\\"],\\"exponential\\":{\\"mean\\":\\"1s\\"}}": a duration of jobs is a constant such as 5m or one distribution: uniform, exponential, lognormal or listed; write for example 5m',
    ],
    [
      "a distribution around nothing",
      "resources: { cpus: { exponential: { mean: 0 } } }, duration: 1m",
      '7:67: "0": the centre of a distribution is above 0; write a greater value',
    ],
    [
      "a distribution without spread",
      'resources: "cpus:1", duration: { lognormal: { median: 1m, sigma: 0 } }',
      '7:90: "0": sigma is a number above 0, at most 10; write for example 1.2',
    ],
    [
      "no spread at all",
      'resources: "cpus:1", duration: { lognormal: { median: 1m } }',
      "7:69: a lognormal distribution needs the key sigma; add sigma: ...",
    ],
    [
      "no time to run",
      'resources: "cpus:1", duration: 0s',
      '7:56: "0s": this duration is at least one microsecond; write it such as 30s',
    ],
    [
      "no tasks",
      `${REST}, tasks: 0`,
      '7:67: "0": a number of tasks is a constant such as 4 or one distribution: uniform, exponential, lognormal or listed; write for example 4',
    ],
    [
      "half a task",
      `${REST}, tasks: { listed: [1.5] }`,
      '7:78: "1.5": a number of tasks is a whole number from 1 to 100000; write for example 4',
    ],
    ["a gang that is a number", `${REST}, gang: 4`, '7:66: "4": gang is true or false; write for example true'],
    [
      "an estimate that is none",
      `${REST}, estimate: long`,
      '7:70: "long": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
    ],
  ])("is refused with %s", async (_what, batch, line) => {
    expect(await complaintsOf(withBatch(`jobs: 1, ${batch}`))).toEqual([`s.yaml:${line}`]);
  });

  it("may be larger than every agent, which is worth a note", async () => {
    const { notes } = await loadText(withBatch("jobs: 3, resources: { cpus: { listed: [1, 5] } }, duration: 1m"));
    expect(notes).toEqual(["1 job(s) of framework web can never start: the cluster has no room for cpus:5"]);
    const gang = await loadText(withBatch(`jobs: 1, ${REST}, tasks: 5, gang: true`));
    expect(gang.notes).toEqual([
      "1 job(s) of framework web can never start: the cluster has no room for cpus:1 times 5 at once",
    ]);
    expect((await loadText(withBatch(`jobs: 1, ${REST}, tasks: 5`))).notes).toEqual([]);
  });
});
