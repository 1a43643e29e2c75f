import { compareBytes } from "../../base/byte-order.js";
import { MICROS_PER_SECOND } from "../../base/time.js";
import { CAPABILITIES } from "../../cluster/capability.js";
import type { AgentPlan, FrameworkPlan } from "../../cluster/plan.js";
import { type ResourceEntry, scalarEntry } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";
import { JobListBuilder } from "../job-list.js";
import { type FrameworkBehaviour, readBehaviour } from "../resolve/framework-behaviour.js";
import { numberedNames } from "../resolve/numbered-names.js";
import type { ImportedTrace } from "./imported-trace.js";
import { LineComplaints } from "./line-complaints.js";
import { notePeak } from "./peak-demand.js";
import { filterMinimal, filterStrong } from "./swf-filter.js";
import { readSwf, type SwfJob } from "./swf-log.js";
import { TraceFiles } from "./trace-files.js";

const DATA_SET = "the log from the Parallel Workloads Archive (KTH-SP2-1996-2 is the one of scenarios/kth-sp2.yaml)";

/** Where the trace brings no agents: more processors than any job of the archive's logs asks for. */
const LARGEST_MACHINE = 100_000;

/**
 * A log in the Standard Workload Format. A job is a gang of one-cpu tasks, as many as it used processors; the user's
 * requested time is its estimate. An agent has `cpusPerAgent` processors, 1 unless told.
 *
 * @param base the folder of the scenario
 */
export function importSwf(trace: Cursor, base: string): ImportedTrace {
  const files = new TraceFiles(base, DATA_SET);
  const behaviour = readBehaviour(trace, "firstComeFirstServed");
  const path = locate(trace, files);
  const text = path === undefined ? undefined : files.text(path, trace);
  const nothing = { agents: [], frameworks: [], notes: [], digests: files.digests };
  if (path === undefined || text === undefined) return nothing;
  const complaints = new LineComplaints(path);
  const log = readSwf(text, complaints);
  trace.defects.addOf("trace", complaints.all);
  const agents = agentsOf(trace, log.maxProcs);
  if (agents === undefined) return nothing;
  const processors = agents.length * (trace.get("cpusPerAgent").number ?? 1);
  const filter = trace.get("filter").text === "minimal" ? filterMinimal : filterStrong;
  const { jobs, notes } = filter(log.jobs, processors === 0 ? LARGEST_MACHINE : processors);
  const frameworks = frameworksOf(jobs.slice(0, trace.get("jobs").number ?? jobs.length), trace, behaviour);
  return { agents, frameworks, notes: [...notes, ...notePeak(agents, frameworks)], digests: files.digests };
}

function locate(trace: Cursor, files: TraceFiles): string | undefined {
  const file = trace.get("file");
  const folder = trace.get("folder");
  if (file.present && folder.present)
    folder.complain("a trace is either a file or a folder", "keep one of the two keys");
  if (file.present) return files.file(file);
  if (folder.present) return files.onlyFile(folder, ".swf");
  if (file.absent && folder.absent) trace.complain("an swf trace needs the key file or folder", "add file: ...", null);
  return undefined;
}

function agentsOf(trace: Cursor, maxProcs: number | null): AgentPlan[] | undefined {
  const cpusPerAgent = trace.get("cpusPerAgent").number ?? 1;
  const count = trace.get("agents").number ?? (maxProcs === null ? undefined : Math.ceil(maxProcs / cpusPerAgent));
  if (count === undefined) {
    trace.complain("the trace's header does not say how large its machine is (MaxProcs)", "add agents: N", null);
    return undefined;
  }
  const resources = [cpus(cpusPerAgent)];
  return numberedNames("agent", 1, count, count, 3).map((name) => ({ name, resources }));
}

function cpus(count: number): ResourceEntry {
  return scalarEntry("cpus", count * 1000);
}

function frameworksOf(jobs: readonly SwfJob[], trace: Cursor, behaviour: FrameworkBehaviour): FrameworkPlan[] {
  const compression = trace.get("compression").number ?? 1;
  const nameOf = frameworkNames(jobs, trace);
  const lists = new Map<string, JobListBuilder>();
  for (const job of jobs) {
    const name = nameOf(job);
    const list = lists.get(name) ?? new JobListBuilder();
    lists.set(name, list);
    list.add({
      submittedAt: Math.round((job.submitted * MICROS_PER_SECOND) / compression),
      duration: Math.round(job.run * MICROS_PER_SECOND),
      resources: [cpus(1)],
      tasks: job.processors,
      gang: true,
      estimate: job.estimate > 0 ? Math.round(job.estimate * MICROS_PER_SECOND) : null,
    });
  }
  return [...lists.keys()].sort(compareBytes).map((name) => ({
    name,
    roles: [name],
    capabilities: CAPABILITIES.filter((capability) => capability === "MULTI_ROLE"),
    startsAt: 0,
    ...behaviour,
    workload: { kind: "jobs", jobs: (lists.get(name) as JobListBuilder).build() },
  }));
}

/** `batch` for all, or `user-007`: a log's users are numbers, padded so that byte order is number order. */
function frameworkNames(jobs: readonly SwfJob[], trace: Cursor): (job: SwfJob) => string {
  if (trace.get("frameworks").text !== "perUser") return () => "batch";
  const last = jobs.reduce((most, job) => Math.max(most, job.user), 0);
  const width = Math.max(3, String(last).length);
  return (job) => (job.user < 0 ? "user-unknown" : `user-${String(job.user).padStart(width, "0")}`);
}
