import { join } from "node:path";
import { compareBytes } from "../../base/byte-order.js";
import { MICROS_PER_SECOND } from "../../base/time.js";
import { CAPABILITIES } from "../../cluster/capability.js";
import type { AgentPlan, FrameworkPlan } from "../../cluster/plan.js";
import { type ResourceEntry, scalarEntry } from "../../cluster/resource-text.js";
import { roleNameDefect } from "../../cluster/role-name.js";
import type { Cursor } from "../document/cursor.js";
import { JobListBuilder } from "../job-list.js";
import { type FrameworkBehaviour, readBehaviour } from "../resolve/framework-behaviour.js";
import { type CsvRow, readCsvTable } from "./csv-table.js";
import type { ImportedTrace } from "./imported-trace.js";
import { LineComplaints } from "./line-complaints.js";
import { notePeak } from "./peak-demand.js";
import { TraceFiles } from "./trace-files.js";

const DATA_SET =
  "the csv files of cluster-trace-gpu-v2023 from the Alibaba clusterdata repository on GitHub (github.com/alibaba/clusterdata)";
const NODE_FILE = "openb_node_list_all_node.csv";
const NODE_COLUMNS = ["sn", "cpu_milli", "memory_mib", "gpu"];
const POD_COLUMNS = [
  ...["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec", "qos"],
  ...["creation_time", "deletion_time", "scheduled_time"],
];
const NEXT_STEP = "mend or remove the line";
const CAPABILITIES_OF_ALL = CAPABILITIES.filter((name) => name === "MULTI_ROLE" || name === "GPU_RESOURCES");

/**
 * Alibaba's GPU-sharing cluster of 2023 ("openb"). Agents are its machines; each quality-of-service class is a framework
 * in the role of the same lower-case name; a pod is a job of one task that arrives at its creation (divided by the
 * compression) and runs as long as it did. `gpus` is num_gpu x gpu_milli / 1000.
 *
 * @param base the folder of the scenario
 */
export function importOpenb(trace: Cursor, base: string): ImportedTrace {
  const files = new TraceFiles(base, DATA_SET);
  const behaviour = readBehaviour(trace, "firstFit");
  const folder = files.folder(trace.get("folder"));
  if (folder === undefined) return { agents: [], frameworks: [], notes: [], digests: {} };
  const agents = readNodes(readTable(files, join(folder, NODE_FILE), NODE_COLUMNS, trace), trace.get("agents"));
  const podFile = `openb_pod_list_${trace.get("pods").text ?? "default"}.csv`;
  const pods = readTable(files, join(folder, podFile), POD_COLUMNS, trace);
  const { frameworks, notes } = readPods(pods, trace, behaviour);
  return { agents, frameworks, notes: [...notes, ...notePeak(agents, frameworks)], digests: files.digests };
}

/** The rows, read to the end so that every bad line is known; none when the file is of no use. */
function readTable(files: TraceFiles, path: string, columns: readonly string[], trace: Cursor): CsvRow[] {
  const text = files.text(path, trace);
  if (text === undefined) return [];
  const complaints = new LineComplaints(path);
  const rows = readCsvTable(text, columns, complaints);
  for (const row of rows) checkRow(row, columns, complaints);
  checkUnique(rows, columns[0] as string, complaints);
  trace.defects.addOf("trace", complaints.all);
  return complaints.none ? rows : [];
}

/** Reading a number complains about it. A pod that was never scheduled has an empty scheduled_time. */
function checkRow(row: CsvRow, columns: readonly string[], complaints: LineComplaints): void {
  for (const column of columns) {
    const isText = ["sn", "name", "gpu_spec", "qos"].includes(column);
    if (!isText && (column !== "scheduled_time" || row.text(column) !== "")) row.whole(column);
  }
  const defect = columns.includes("qos") ? roleNameDefect(row.text("qos")) : undefined;
  if (defect !== undefined) complaints.add(row.line, row.text("qos"), `qos becomes a role: ${defect}`, NEXT_STEP);
}

function checkUnique(rows: readonly CsvRow[], column: string, complaints: LineComplaints): void {
  const lines = new Map<string, number>();
  for (const row of rows) {
    const name = row.text(column);
    const before = lines.get(name);
    if (before === undefined) lines.set(name, row.line);
    else complaints.add(row.line, name, `line ${before} has this name already`, NEXT_STEP);
  }
}

function readNodes(rows: readonly CsvRow[], agents: Cursor): AgentPlan[] {
  return spread(rows, agents.number ?? rows.length).map((row) => ({
    name: row.text("sn"),
    resources: entries({
      cpus: row.whole("cpu_milli"),
      mem: row.whole("memory_mib") * 1000,
      gpus: row.whole("gpu") * 1000,
    }),
  }));
}

/** So many of the rows, evenly spread: the list is sorted by kind of machine, its beginning has no gpus at all. */
function spread<T>(rows: readonly T[], count: number): T[] {
  const kept = Math.min(count, rows.length);
  return Array.from({ length: kept }, (_, i) => rows[Math.floor((i * rows.length) / kept)] as T);
}

/** Thousandths by name; zeros are no entry. */
function entries(milli: Readonly<Record<string, number>>): ResourceEntry[] {
  return Object.entries(milli)
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => scalarEntry(name, amount));
}

function readPods(
  rows: readonly CsvRow[],
  trace: Cursor,
  behaviour: FrameworkBehaviour,
): { frameworks: FrameworkPlan[]; notes: string[] } {
  if (rows.length === 0) return { frameworks: [], notes: [] };
  const scheduled = rows.filter((row) => row.text("scheduled_time") !== "");
  const ran = scheduled.filter((row) => runSeconds(row) > 0);
  const bySubmission = ran.sort((a, b) => a.whole("creation_time") - b.whole("creation_time"));
  const taken = bySubmission.slice(0, trace.get("jobs").number ?? bySubmission.length);
  const restricted = taken.filter((row) => row.text("gpu_spec") !== "").length;
  const notes = [
    `${rows.length - scheduled.length} of ${rows.length} pods were never scheduled and are left out`,
    ...(scheduled.length > ran.length ? [`${scheduled.length - ran.length} pods without run time are left out`] : []),
    ...(restricted > 0 ? [`${restricted} pods ask for a gpu model, which is not simulated`] : []),
  ];
  return { frameworks: frameworksOf(taken, trace.get("compression").number ?? 1, behaviour), notes };
}

function runSeconds(row: CsvRow): number {
  return row.whole("deletion_time") - row.whole("scheduled_time");
}

function frameworksOf(pods: readonly CsvRow[], compression: number, behaviour: FrameworkBehaviour): FrameworkPlan[] {
  const jobs = new Map<string, JobListBuilder>();
  for (const pod of pods) {
    const qos = pod.text("qos").toLowerCase();
    const list = jobs.get(qos) ?? new JobListBuilder();
    jobs.set(qos, list);
    const gpus = pod.whole("num_gpu") * pod.whole("gpu_milli");
    list.add({
      submittedAt: Math.round((pod.whole("creation_time") * MICROS_PER_SECOND) / compression),
      duration: runSeconds(pod) * MICROS_PER_SECOND,
      resources: entries({ cpus: pod.whole("cpu_milli"), mem: pod.whole("memory_mib") * 1000, gpus }),
      tasks: 1,
      gang: false,
      estimate: null,
    });
  }
  return [...jobs.keys()].sort(compareBytes).map((qos) => ({
    name: qos,
    roles: [qos],
    capabilities: CAPABILITIES_OF_ALL,
    startsAt: 0,
    ...behaviour,
    workload: { kind: "jobs", jobs: (jobs.get(qos) as JobListBuilder).build() },
  }));
}
