import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { ClusterPlan, JobList } from "../../../src/cluster/plan.js";
import { scalarEntry } from "../../../src/cluster/resource-text.js";
import { complaintsOf, loadText, scratchFolder } from "../../fixtures/scenarios/load-text.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/scenarios/swf/small.swf");

function traceFolder(change: (text: string) => string = (text) => text): string {
  const folder = scratchFolder();
  cpSync(FIXTURE, join(folder, "small.swf"));
  writeFileSync(join(folder, "small.swf"), change(readFileSync(FIXTURE, "utf8")));
  return folder;
}

const scenario = (keys = "") => `scenario: 1\ntrace: { format: swf, file: small.swf${keys} }\n`;

async function loadTrace(keys = "") {
  const loaded = await loadText(scenario(keys), {}, traceFolder());
  return { notes: loaded.notes, plan: (loaded.rows[0] as (typeof loaded.rows)[number]).plan };
}

function jobsOf(plan: ClusterPlan, framework = "batch"): JobList {
  const workload = plan.frameworks.find(({ name }) => name === framework)?.workload;
  if (workload?.kind !== "jobs") throw new Error("no jobs");
  return workload.jobs;
}

/** `submitted run processors estimate`, in seconds. */
function lines(jobs: JobList): string[] {
  return [...jobs.submittedAt].map((submitted, i) => {
    const estimate = jobs.estimate[i] as number;
    const seconds = [submitted, jobs.duration[i] as number].map((t) => t / 1e6);
    return [...seconds, jobs.tasks[i], estimate < 0 ? "none" : estimate / 1e6].join(" ");
  });
}

describe("an SWF log", () => {
  it("brings one agent per processor, and a framework whose jobs are gangs, first come, first served", async () => {
    const { plan } = await loadTrace();
    const cpu = scalarEntry("cpus", 1000);
    expect(plan.agents).toHaveLength(8);
    expect(plan.agents[7]).toEqual({ name: "agent-008", resources: [cpu] });
    expect(plan.frameworks[0]).toMatchObject({ name: "batch", roles: ["batch"], queue: "firstComeFirstServed" });
    expect(jobsOf(plan).shapes).toEqual([[cpu]]);
    expect([...jobsOf(plan).gang]).toEqual([1, 1, 1]);
  });

  it("is filtered as published comparisons do", async () => {
    const { plan, notes } = await loadTrace();
    expect(lines(jobsOf(plan))).toEqual(["0 100 2 300", "10 60 8 60", "20 50 4 60"]);
    expect(notes).toEqual([
      "1 of 6 jobs are left out: larger than the machine (8 processors)",
      "2 of 6 jobs are left out: without processors, run time, estimate or submission",
      "1 jobs ran longer than their estimate and end when it does",
      "if every job of the trace started when it is submitted, it would take 175.0 % of the trace's cpus at its peak",
    ]);
  });

  it("may be taken as recorded, but for what could never run", async () => {
    const { plan } = await loadTrace(", filter: minimal");
    expect(lines(jobsOf(plan))).toEqual(["0 100 2 300", "10 90 8 60", "20 50 4 60", "50 10 1 none"]);
  });

  it("may have a framework for each user", async () => {
    const { plan } = await loadTrace(", frameworks: perUser, filter: minimal");
    expect(plan.frameworks.map(({ name, roles }) => [name, ...roles])).toEqual([
      ["user-007", "user-007"],
      ["user-012", "user-012"],
      ["user-unknown", "user-unknown"],
    ]);
    expect(lines(jobsOf(plan, "user-007"))).toEqual(["0 100 2 300", "10 90 8 60"]);
  });

  it("may be put on another machine, and then other jobs are too large", async () => {
    const larger = await loadTrace(", agents: 3, cpusPerAgent: 4");
    expect(larger.plan.agents.map((agent) => agent.resources[0]?.milli)).toEqual([4000, 4000, 4000]);
    expect(lines(jobsOf(larger.plan))).toContain("30 10 9 60");
    const wider = await loadTrace(", cpusPerAgent: 3");
    expect(wider.plan.agents).toHaveLength(3);
    const smaller = await loadTrace(", agents: 4");
    expect(lines(jobsOf(smaller.plan))).toEqual(["0 100 2 300", "20 50 4 60"]);
  });

  it("takes the first jobs, compresses arrivals, and can be found in a folder", async () => {
    const { plan } = await loadTrace(", jobs: 2, compression: 4, queue: firstFit");
    expect(lines(jobsOf(plan))).toEqual(["0 100 2 300", "2.5 60 8 60"]);
    expect(plan.frameworks[0]?.queue).toBe("firstFit");
    const text = scenario().replace("file: small.swf", "folder: .");
    expect((await loadText(text, {}, traceFolder())).rows).toHaveLength(1);
  });
});

describe("an SWF log that is of no use", () => {
  const WHERE =
    "get the log from the Parallel Workloads Archive (KTH-SP2-1996-2 is the one of scenarios/kth-sp2.yaml), and name the folder that holds it with --param traces=DIR or the environment variable WORKBENCH_TRACES";

  it("is not there: the complaint says where to get it", async () => {
    expect(await complaintsOf(scenario())).toEqual([`s.yaml:2:29: "small.swf": there is no such file; ${WHERE}`]);
    expect(await complaintsOf(scenario().replace("file: small.swf", "folder: ."))).toEqual([
      `s.yaml:2:31: ".": the folder holds no .swf file; ${WHERE}`,
    ]);
  });

  it("is one of two in the folder, or named by file and folder, or not at all", async () => {
    const folder = traceFolder();
    cpSync(FIXTURE, join(folder, "other.swf"));
    expect(await complaintsOf(scenario().replace("file: small.swf", "folder: ."), {}, folder)).toEqual([
      's.yaml:2:31: ".": the folder holds other.swf, small.swf; name one of them with file: in place of folder:',
    ]);
    expect(await complaintsOf(scenario(", folder: ."), {}, folder)).toEqual([
      's.yaml:2:48: ".": a trace is either a file or a folder; keep one of the two keys',
    ]);
    expect(await complaintsOf("scenario: 1\ntrace: { format: swf }\n")).toEqual([
      "s.yaml:2:8: an swf trace needs the key file or folder; add file: ...",
    ]);
  });

  it("has lines that make no sense, each told with file and line", async () => {
    const folder = traceFolder(
      (swf) => `${swf}7 1 2\n${"1 ".repeat(3)}x ${"1 ".repeat(14)}\n${"1 ".repeat(4)}1.5 ${"1 ".repeat(13)}\n`,
    );
    expect(await complaintsOf(scenario(), {}, folder)).toEqual([
      'small.swf:10: "7 1 2": a job has 18 columns, and this line has 3; mend or remove the line',
      'small.swf:11: "x": column 4 is a number of at most nine digits; mend or remove the line',
      'small.swf:12: "1.5": column 5 is a whole number of at most nine digits; mend or remove the line',
    ]);
  });

  it("does not say how large its machine is", async () => {
    const folder = traceFolder((swf) => swf.replace("; MaxProcs: 8\n", ""));
    expect(await complaintsOf(scenario(), {}, folder)).toEqual([
      "s.yaml:2:8: the trace's header does not say how large its machine is (MaxProcs); add agents: N",
    ]);
    expect(await complaintsOf(scenario(", agents: 8"), {}, folder)).toEqual([]);
  });
});
