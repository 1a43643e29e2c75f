import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { FrameworkPlan, JobList } from "../../../src/cluster/plan.js";
import type { ResourceEntry } from "../../../src/cluster/resource-text.js";
import { complaintsOf, loadText, scratchFolder } from "../../fixtures/scenarios/load-text.js";

const FIXTURE = resolve(import.meta.dirname, "../../fixtures/scenarios/openb");

/** A copy of the small trace, in a scratch folder, with one file changed. */
function traceFolder(file = "openb_pod_list_default.csv", change: (text: string) => string = (text) => text): string {
  const folder = scratchFolder();
  cpSync(FIXTURE, join(folder, "openb"), { recursive: true });
  const path = join(folder, "openb", file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
  return folder;
}

const scenario = (keys = "") => `scenario: 1\ntrace: { format: alibaba-openb-2023, folder: openb${keys} }\n`;

async function loadTrace(keys = "", rest = "") {
  const loaded = await loadText(`${scenario(keys)}${rest}`, {}, traceFolder());
  return { ...loaded, plan: (loaded.rows[0] as (typeof loaded.rows)[number]).plan };
}

function text(entries: readonly ResourceEntry[] | undefined): string {
  return (entries ?? []).map(({ name, milli }) => `${name}:${milli}`).join(" ");
}

function jobsOf(framework: FrameworkPlan | undefined): JobList {
  if (framework?.workload.kind !== "jobs") throw new Error("no jobs");
  return framework.workload.jobs;
}

describe("the openb trace", () => {
  it("brings its machines as agents", async () => {
    const { plan } = await loadTrace();
    expect(plan.agents.map(({ name, resources }) => `${name} ${text(resources)}`)).toEqual([
      "node-a cpus:32000 mem:262144000",
      "node-b cpus:64000 mem:262144000 gpus:2000",
      "node-c cpus:96000 mem:393216000 gpus:8000",
    ]);
  });

  it("brings a framework and a role for each quality-of-service class", async () => {
    const { plan } = await loadTrace();
    expect(
      plan.frameworks.map(({ name, roles, capabilities, queue }) => ({ name, roles, capabilities, queue })),
    ).toEqual(
      ["be", "guaranteed", "ls"].map((name) => {
        return { name, roles: [name], capabilities: ["MULTI_ROLE", "GPU_RESOURCES"], queue: "firstFit" };
      }),
    );
    expect(plan.roles.map((role) => role.name)).toEqual(["be", "guaranteed", "ls"]);
  });

  it("brings pods as jobs of one task that run as long as they did", async () => {
    const { plan } = await loadTrace();
    const ls = jobsOf(plan.frameworks[2]);
    expect([...ls.submittedAt]).toEqual([100e6, 200e6]);
    expect([...ls.duration]).toEqual([890e6, 60e6]);
    expect([...ls.shape].map((shape) => text(ls.shapes[shape]))).toEqual([
      "cpus:12000 mem:16384000 gpus:1000",
      "cpus:4000",
    ]);
    expect([...ls.tasks, ...ls.gang, ...ls.estimate]).toEqual([1, 1, 0, 0, -1, -1]);
    expect(text(jobsOf(plan.frameworks[0]).shapes[0])).toBe("cpus:6000 mem:12288000 gpus:460");
  });

  it("tells what it leaves out, and how full the cluster would be", async () => {
    expect((await loadTrace()).notes).toEqual([
      "1 of 6 pods were never scheduled and are left out",
      "1 pods without run time are left out",
      "1 pods ask for a gpu model, which is not simulated",
      "if every job of the trace started when it is submitted, it would take 54.6 % of the trace's gpus at its peak",
    ]);
  });

  it("compresses arrivals and keeps run times", async () => {
    const { plan } = await loadTrace(", compression: 8");
    expect([...jobsOf(plan.frameworks[2]).submittedAt]).toEqual([12.5e6, 25e6]);
    expect([...jobsOf(plan.frameworks[2]).duration]).toEqual([890e6, 60e6]);
  });

  it("takes the first jobs, and agents spread over the list", async () => {
    const { plan } = await loadTrace(", jobs: 2, agents: 2");
    expect(plan.agents.map((agent) => agent.name)).toEqual(["node-a", "node-b"]);
    expect(plan.frameworks.map((framework) => [framework.name, ...jobsOf(framework).submittedAt])).toEqual([
      ["be", 50e6],
      ["ls", 100e6],
    ]);
    expect((await loadTrace(", agents: all")).plan.agents).toHaveLength(3);
    expect((await loadTrace(", agents: 99")).plan.agents).toHaveLength(3);
  });

  it("goes together with agents, roles and frameworks of the scenario", async () => {
    const own = `agents: [{ name: own, resources: "cpus:9" }]
roles: { ls: { weight: 3 }, extra: {} }
frameworks: [{ name: mine, roles: [be], workload: { batch: { jobs: 1, resources: "cpus:1", duration: 1s } } }]
faults: [{ at: 1s, agentLost: own }]
`;
    const { plan } = await loadTrace(", agents: 0, refuse: 1m, reviveInterval: 2m, queue: firstComeFirstServed", own);
    expect(plan.agents.map((agent) => agent.name)).toEqual(["own"]);
    expect(plan.roles.map(({ name, weight }) => `${name} ${weight}`)).toEqual([
      "ls 3",
      "extra 1",
      "be 1",
      "guaranteed 1",
    ]);
    expect(plan.frameworks.map((framework) => framework.name)).toEqual(["be", "guaranteed", "ls", "mine"]);
    expect(plan.frameworks[0]).toMatchObject({ refuse: 60e6, reviveInterval: 120e6, queue: "firstComeFirstServed" });
  });

  it("stands in the run's document by what is in it, not by where it lies", async () => {
    const [one, other] = [await loadTrace(), await loadTrace()];
    expect(one.document).toEqual(other.document);
    expect(one.document).toMatchObject({ trace: { format: "alibaba-openb-2023" } });
    expect(Object.keys((one.document as { traceFiles: object }).traceFiles)).toEqual([
      "openb_node_list_all_node.csv",
      "openb_pod_list_default.csv",
    ]);
    const changed = await loadText(
      scenario(),
      {},
      traceFolder("openb_pod_list_default.csv", (csv) => `${csv}\n`),
    );
    expect(changed.document).not.toEqual(one.document);
  });
});

describe("an openb trace that is of no use", () => {
  const WHERE =
    "get the csv files of cluster-trace-gpu-v2023 from the Alibaba clusterdata repository on GitHub (github.com/alibaba/clusterdata), and name the folder that holds it with --param traces=DIR or the environment variable WORKBENCH_TRACES";

  it("is not there: the complaint says where to get it", async () => {
    const text = `${scenario()}roles: { prod: {} }\nfaults: [{ at: 1s, agentLost: openb-node-0000 }]\n`;
    expect(await complaintsOf(text)).toEqual([`s.yaml:2:46: "openb": there is no such folder; ${WHERE}`]);
  });

  it("lacks one of its files", async () => {
    const folder = traceFolder();
    rmSync(join(folder, "openb/openb_node_list_all_node.csv"));
    expect(await complaintsOf(scenario(", pods: cpu250"), {}, folder)).toEqual([
      `openb/openb_node_list_all_node.csv: there is no such file; ${WHERE}`,
      `openb/openb_pod_list_cpu250.csv: there is no such file; ${WHERE}`,
    ]);
  });

  it("has lines that make no sense, each told with file and line", async () => {
    const folder = traceFolder("openb_pod_list_default.csv", (csv) =>
      csv
        .replace("pod-0,12000", "pod-0,12.5")
        .replace("pod-1,6000,12288", "pod-0,-1,99999999999")
        .replace("pod-2,4000,0,0,0,,LS", "pod-2,4000,0,0,0,,L S")
        .replace(",Pending,210,260,", ",Pending,210"),
    );
    expect(await complaintsOf(scenario(), {}, folder)).toEqual([
      'openb/openb_pod_list_default.csv:2: "12.5": cpu_milli is a whole number of at most nine digits; mend or remove the line',
      'openb/openb_pod_list_default.csv:3: "-1": cpu_milli is a whole number of at most nine digits; mend or remove the line',
      'openb/openb_pod_list_default.csv:3: "99999999999": memory_mib is a whole number of at most nine digits; mend or remove the line',
      'openb/openb_pod_list_default.csv:3: "pod-0": line 2 has this name already; mend or remove the line',
      'openb/openb_pod_list_default.csv:4: "L S": qos becomes a role: a role name may not hold white space; mend or remove the line',
      'openb/openb_pod_list_default.csv:5: "pod-3,8000,1024,2,1000,,LS,Pending,210": a line has 11 cells as the header has, and this one has 9; mend or remove the line',
    ]);
  });

  it("lacks columns, as the variant without times does", async () => {
    const folder = traceFolder("openb_pod_list_default.csv", () => "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n");
    expect(await complaintsOf(scenario(), {}, folder)).toEqual([
      'openb/openb_pod_list_default.csv:1: "name,cpu_milli,memory_mib,num_gpu,gpu_milli": the table needs the columns gpu_spec, qos, creation_time, deletion_time, scheduled_time; take the file as it was published, or another variant of it',
    ]);
  });

  it("is no CSV, or no text", async () => {
    const quoted = traceFolder("openb_node_list_all_node.csv", (csv) => csv.replace("node-b", '"node-b'));
    expect((await complaintsOf(scenario(), {}, quoted))[0]).toMatch(
      /^openb\/openb_node_list_all_node\.csv:\d+: "CSV_\w+": not valid CSV: .*; mend the quotes there$/,
    );
    const binary = traceFolder("openb_node_list_all_node.csv", () => "\0");
    expect(await complaintsOf(scenario(), {}, binary)).toEqual([
      "openb/openb_node_list_all_node.csv: a trace file is text, and this file is binary (a NUL byte at 0); name another file",
    ]);
  });

  it("is broken throughout: only the first lines are told, and how many more there are", async () => {
    const folder = traceFolder("openb_node_list_all_node.csv", (csv) => `${csv}${"x\n".repeat(70)}`);
    const lines = await complaintsOf(scenario(), {}, folder);
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe(
      "openb/openb_node_list_all_node.csv: 20 more things are wrong; mend the first ones, then look again",
    );
  });

  it("has keys that are wrong", async () => {
    expect(
      await complaintsOf(
        scenario(", pods: a/b, compression: 0, agents: some, jobs: 0, filter: strong, refuse: x"),
        {},
        traceFolder(),
      ),
    ).toEqual([
      's.yaml:2:59: "a/b": pods names a pod list, such as default for openb_pod_list_default.csv; write for example default',
      's.yaml:2:77: "0": a compression is a number above 0, at most 1000000000; write for example 100',
      's.yaml:2:88: "some": agents of a trace are all, or a whole number from 0 to 100000; write for example all',
      's.yaml:2:100: "0": a count of jobs is a whole number from 1 to 2000000; write for example 1000',
      's.yaml:2:103: "filter": unknown key in an alibaba-openb-2023 trace; did you mean "folder"?',
      's.yaml:2:127: "x": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); write it such as 30s',
    ]);
    expect(await complaintsOf("scenario: 1\ntrace: { format: openb }\n")).toEqual([
      's.yaml:2:18: "openb": a trace format is alibaba-openb-2023 or swf; write one of alibaba-openb-2023, swf',
    ]);
  });

  it("has names that the scenario uses, too", async () => {
    const own = `agents: [{ name: node-a, resources: "cpus:1" }]\nframeworks: [{ name: ls, roles: [ls] }]\n`;
    expect(await complaintsOf(`${scenario()}${own}`, {}, traceFolder())).toEqual([
      's.yaml:3:10: "node-a": two agents have this name; give one of them another name',
      's.yaml:4:22: "ls": two frameworks have this name; rename one of them',
    ]);
  });
});
