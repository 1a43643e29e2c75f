import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { AllocatorFailure } from "../../src/allocator/failure.js";
import type { TimedOperation } from "../../src/allocator/operations.js";
import { packageFile } from "../../src/base/package-files.js";
import type { AgentId, FrameworkId, RoleId } from "../../src/cluster/ids.js";
import { UNLIMITED } from "../../src/runtimes/guest.js";
import { loadAllocator } from "../../src/runtimes/load-allocator.js";
import { loadNative } from "../../src/runtimes/native/load-native.js";
import { WireAllocator } from "../../src/runtimes/wire-allocator.js";
import { cLibrary, HAS_COMPILER, moduleHeader } from "../fixtures/allocators/c-library.js";
import { describeReporting } from "../fixtures/allocators/reporting-behaviour.js";
import { scratchFile } from "../fixtures/allocators/scratch-files.js";
import { historyDirectory, historyOptions } from "../fixtures/random-history.js";

const LIMITS = UNLIMITED;

const OFFERS_CPUS = `
#include <workbench/sdk.h>

static void decide(Cluster *cluster, const int *candidates, int count) {
  for (int i = 0; i < count; i++) {
    Vector offer = cluster_zeros(cluster);
    for (int key = 0; key < cluster->key_count; key++) {
      const ResourceKey *about = &cluster->keys[key];
      if (about->plain != key || strcmp(about->name, cluster_parameter(cluster, "resource")) != 0) continue;
      offer[key] = cluster_available(&cluster->agents[candidates[i]], key);
    }
    if (cluster_is_allocatable(cluster, offer)) cluster_offer(cluster, 0, 1, candidates[i], offer, NO_ID);
  }
}

WORKBENCH_ALLOCATOR(module, "A", "a@b", "Offers one resource", WORKBENCH_TRIGGER_REQUEST_RESOURCES, decide)
`;

const FAILS = `
#include <workbench/sdk.h>

static void decide(Cluster *cluster, const int *candidates, int count) {
  (void)candidates;
  (void)count;
  cluster_fail(cluster, "no\\ngood");
}

WORKBENCH_ALLOCATOR(module, "A", "a@b", "Fails", 0, decide)
`;

/** An allocator structure that a test spoils. */
const bare = (fields: string) => `
#include <workbench/allocator.h>
static Allocator allocator;
static void *create(const Parameters *parameters) { (void)parameters; ${fields} return &allocator; }
const ModuleBase module = {"2", "1.12.0", "Allocator", "A", "a@b", "d", NULL, create};
`;

/** In a process of its own: calls into code that is gone end it. Takes the compiled program, a library, and calls it after garbage collections. */
const CALL_AFTER_COLLECTION = `
const [program, library] = process.argv.slice(1);
const { loadAllocator } = await import(program + "/src/runtimes/load-allocator.js");
const { UNLIMITED } = await import(program + "/src/runtimes/guest.js");
const { createDirectory } = await import(program + "/src/cluster/directory.js");
const directory = createDirectory({ agents: ["a"], frameworks: ["f", "g"], roles: ["q", "r"] });
const total = directory.resourceKeys.parse("cpus:1");
const options = { allocationInterval: 1e6, minAllocatable: [], fairnessExclude: [], countLentInShares: true, filterGpuResources: true };
const context = { directory, options, parameters: { resource: "cpus" }, seed: 1 };
const allocator = await loadAllocator({ path: library }, context, UNLIMITED);
for (let n = 0; n < 10; n++) {
  gc();
  await new Promise((done) => setTimeout(done, 5));
}
allocator.decide(0, [{ t: 0, operation: { op: "addAgent", agent: 0, total, used: [] } }], null);
console.log("answered");
`;

async function load(path: string) {
  const directory = historyDirectory();
  const options = historyOptions(directory);
  const context = { directory, options, parameters: { resource: "cpus" }, seed: 1 };
  return { directory, allocator: await loadAllocator({ path }, context, LIMITS) };
}

async function loadFailure(path: string): Promise<AllocatorFailure> {
  return load(path).then(
    () => {
      throw new Error("it should not have loaded");
    },
    (error) => error,
  );
}

function oneAgent(directory: ReturnType<typeof historyDirectory>): TimedOperation[] {
  const total = directory.resourceKeys.parse("cpus:4;mem:1024");
  const [framework, role] = [0 as FrameworkId, 1 as RoleId];
  return [
    { t: 0, operation: { op: "addAgent", agent: 2 as AgentId, total, used: [] } },
    {
      t: 0,
      operation: {
        op: "addFramework",
        framework,
        roles: [role],
        capabilities: ["MULTI_ROLE"],
        suppressedRoles: [],
        active: true,
      },
    },
  ];
}

const inC = (body: string) => `
#include <workbench/sdk.h>
static void decide(Cluster *cluster, const int *candidates, int count) {
  (void)candidates;
  (void)count;
  ${body}
}
WORKBENCH_ALLOCATOR(script, "A", "a@b", "Says something", 0, decide)
`;

const offersOne = (rest: string) =>
  inC(`Vector all = cluster_zeros(cluster);\nall[0] = 1000;\ncluster_offer(cluster, 0, 1, 0, all, NO_ID);\n${rest}`);

describe.skipIf(!HAS_COMPILER)("in C (needs a C compiler):", () => {
  describeReporting("native", {
    extension: ".c",
    explains: offersOne('cluster_explain(cluster, cluster_format(cluster, "%s waits: %s", "it", "ä"));'),
    reports: inC(`cluster_metric(cluster, "queue.length", 2.5, "tasks");
      cluster_metric(cluster, "queue.length", 3.5, "tasks");
      cluster_metric(cluster, "plain", -1, "");`),
    misnames: null,
    reportsNothing: inC('cluster_metric(cluster, "load", 0.0 / 0.0, "");'),
    changesUnits: inC('cluster_metric(cluster, "load", 1, "a"); cluster_metric(cluster, "load", 1, "b");'),
    explainsAtLength: offersOne('cluster_explain(cluster, cluster_format(cluster, "%01025d", 0));'),
  });

  it("a native allocator explains each kind of decision, of two offers that are one the last time", async () => {
    const code = `
      if (cluster->t > 0) return;
      Vector half = cluster_zeros(cluster);
      half[0] = 500;
      cluster_offer(cluster, 0, 1, 2, half, NO_ID);
      cluster_explain(cluster, "one");
      cluster_offer(cluster, 0, 1, 2, half, NO_ID);
      cluster_inverse_offer(cluster, 0, 2, half, 9);
      cluster_explain(cluster, "three");
      cluster_offer(cluster, 0, 1, 2, half, NO_ID);
      cluster_explain(cluster, "two");`;
    const { directory, allocator } = await load(scratchFile("script.c", inC(code)));
    const { offers, inverseOffers } = allocator.decide(0, oneAgent(directory), null);
    expect(offers).toMatchObject([{ resources: { amounts: [1500] }, why: "two" }]);
    expect(inverseOffers).toMatchObject([{ framework: 0, agent: 2, deadline: 9, why: "three" }]);
    expect(allocator.decide(1, [], null)).toEqual({ offers: [], inverseOffers: [], revocations: [], wakeAt: null });
    allocator.close();
  });

  it("a native allocator without a decision has nothing to explain", async () => {
    const { directory, allocator } = await load(scratchFile("script.c", inC('cluster_explain(cluster, "why");')));
    expect(() => allocator.decide(0, oneAgent(directory), null)).toThrow("there is no decision to explain");
    allocator.close();
  });

  it("wrong arguments are what sdk.h says of them", async () => {
    const offering = (amount: string, offer = "0, 1, 2, v, NO_ID") =>
      `v[0] = ${amount}; cluster_offer(cluster, ${offer});`;
    const wrong: readonly (readonly [code: string, says: string])[] = [
      [offering("0.5"), "a decision holds 0.5, which is no whole number"],
      [offering("0.0 / 0.0"), "a decision holds NaN, which is no whole number"],
      [offering("1.0 / 0.0"), "a decision holds Infinity, which is no whole number"],
      ["cluster_wake(cluster, cluster->t + 0.5);", "which is no whole number"],
      ["v[0] = 1; cluster_inverse_offer(cluster, 0, 2, v, 9.5);", "a decision holds 9.5, which is no whole number"],
      ['cluster_metric(cluster, "my load", 1, "");', 'a metric is called "my load"'],
      ['cluster_metric(cluster, "load", 0.0 / 0.0, "");', "metric load: NaN is no number to report"],
      [`${offering("1", "0, 1, 2, v, 1")} ${offering("1", "0, 1, 2, v, 2")}`, "an offer lends from one owner only"],
    ];
    const cases = wrong.map(([code], n) => `if (cluster->t == ${n + 1}) { ${code} }`).join("\n");
    const code = `Vector v = cluster_zeros(cluster);\n${cases}\nif (cluster->t == 0) { v[1] = 32000; ${offering("-1000")} }`;
    const { directory, allocator } = await load(scratchFile("script.c", inC(code)));
    const { offers } = allocator.decide(0, oneAgent(directory), null);
    expect(offers).toMatchObject([{ resources: directory.resourceKeys.parse("mem:32") }]);
    wrong.forEach(([, says], n) => {
      expect(() => allocator.decide(n + 1, [], null)).toThrow(says);
    });
    allocator.close();
  });

  it("a native allocator sorts by keys of several numbers, and leaves equal ones in their order", async () => {
    const code = `
      const char *items[] = {"a", "b", "c", "d", "e", "f"};
      const double keys[][2] = {{2, 1}, {1, 9}, {2, 0}, {1, 9}, {-0.5, 7}, {2, 1}};
      cluster_sort(cluster, items, 6, keys[0], 2);
      const char *order = "";
      for (int i = 0; i < 6; i++) order = cluster_format(cluster, "%s%s", order, items[i]);
      cluster_sort(cluster, items, 0, keys[0], 2);
      cluster_fail(cluster, order);`;
    const { directory, allocator } = await load(scratchFile("script.c", inC(code)));
    expect(() => allocator.decide(0, oneAgent(directory), null)).toThrow("ebdcaf");
    allocator.close();
  });

  it("an allocator that was compiled against an older header has no texts", async () => {
    const code = `
#include <stddef.h>
#include <workbench/sdk.h>
static void decide(Cluster *cluster, const int *candidates, int count) {
  (void)candidates;
  (void)count;
  if (cluster->t > 0) cluster_metric(cluster, "load", 1, "");
}
static void *create(const Parameters *parameters) {
  AllocatorMethods *made = (AllocatorMethods *)workbench_create(parameters, 0, decide);
  made->size = offsetof(AllocatorMethods, texts);
  return made;
}
const ModuleBase script = {"2", "1.12.0", "Allocator", "A", "a@b", "d", NULL, create};
`;
    const { directory, allocator } = await load(scratchFile("script.c", code));
    expect(allocator.decide(0, oneAgent(directory), null).offers).toEqual([]);
    expect(() => allocator.decide(1, [], null)).toThrow("there is no text 0: the guest gave 0");
    allocator.close();
  });
});

describe.skipIf(!HAS_COMPILER)("a native allocator (needs a C compiler)", () => {
  it.each([
    ["a library", () => cLibrary(OFFERS_CPUS)],
    ["a C file, which is compiled first", () => scratchFile("module.c", OFFERS_CPUS)],
  ])("decides from %s", async (_, file) => {
    const { directory, allocator } = await load(file());
    expect(allocator.triggers).toEqual(["requestResources"]);
    const { offers } = allocator.decide(0, oneAgent(directory), null);
    const cpus = directory.resourceKeys.parse("cpus:4");
    expect(offers).toMatchObject([{ framework: 0, role: 1, agent: 2, resources: cpus }]);
    expect(allocator.decide(1, [{ t: 1, operation: { op: "allocate", wake: false } }], null).offers).toEqual([]);
    allocator.close();
  });

  it("learns of resource keys that turn up later", async () => {
    const { directory, allocator } = await load(cLibrary(OFFERS_CPUS));
    allocator.decide(0, oneAgent(directory), null);
    const total = directory.resourceKeys.parse("gpus:1;disk(prod):3;cpus:2");
    const operation = { op: "addAgent", agent: 1 as AgentId, total, used: [] } as const;
    const { offers } = allocator.decide(5, [{ t: 5, operation }], null);
    expect(offers).toMatchObject([{ agent: 1, resources: directory.resourceKeys.parse("cpus:2") }]);
    allocator.close();
  });

  it("is given a manifest's parameters in order, with repeated keys (M28)", async () => {
    const parameters = ["mem", "cpus"].map((value) => ({ key: "resource", value }));
    const guest = await loadNative(cLibrary(OFFERS_CPUS), "module", parameters);
    const directory = historyDirectory();
    const context = { directory, options: historyOptions(directory), parameters: {}, seed: 1 };
    const { offers } = new WireAllocator(guest, context).decide(0, oneAgent(directory), null);
    expect(offers).toMatchObject([{ resources: directory.resourceKeys.parse("cpus:4") }]);
    guest.close();
  });

  it("has its error told in one line that begins with its library", async () => {
    const library = cLibrary(FAILS);
    const { directory, allocator } = await load(library);
    const message = `${library}#module: no good`;
    expect(() => allocator.decide(0, oneAgent(directory), null)).toThrow(
      expect.objectContaining({ kind: "threw", message }),
    );
    allocator.close();
  });

  it.each([
    ["has no create()", () => cLibrary(moduleHeader({})), "it has no create()"],
    ["whose create() refuses", () => cLibrary(bare("return NULL;")), "its create() returned no allocator"],
    [
      "with another layout",
      () => cLibrary(bare("allocator.size = sizeof(Allocator); allocator.abiVersion = 9;")),
      /its allocator has another layout than this workbench \(size 72, ABI version 9\)/,
    ],
    [
      "without a function",
      () => cLibrary(bare("allocator.size = sizeof(Allocator); allocator.abiVersion = WORKBENCH_ALLOCATOR_ABI;")),
      "its allocator has no setup()",
    ],
  ])("is not loaded when it %s", async (_, library, message) => {
    const failure = await loadFailure(library());
    expect(failure.kind).toBe("loadFailed");
    expect(failure.message).toMatch(message);
  });

  it("is named when it is no library, or does not hold the module", async () => {
    const text = scratchFile("text.so", "This is no library.");
    const failure = await loadFailure(text);
    expect(failure.kind).toBe("loadFailed");
    expect(failure.message).toContain(`${text}: `);
    const library = cLibrary(OFFERS_CPUS.replace("ALLOCATOR(module", "ALLOCATOR(other"));
    await expect(load(library)).rejects.toThrow(`${library}: Cannot find symbol 'module'`);
  });

  it("stays open as long as the process lives, though nothing in JavaScript refers to the library", async () => {
    const library = cLibrary(OFFERS_CPUS);
    const flags = ["--expose-gc", "--input-type=module", "-e", CALL_AFTER_COLLECTION];
    const { status, signal, stdout } = spawnSync(process.execPath, [...flags, packageFile("dist"), library], {
      encoding: "utf8",
    });
    expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: "answered\n" });
  });

  it("does not load when it does not compile, with the compiler's first error", async () => {
    const source = scratchFile("module.c", "int x = ;\n");
    const failure = await loadFailure(source);
    expect(failure.kind).toBe("loadFailed");
    expect(failure.message).toMatch(/module\.c:1:9: error: /);
  });
});

it("refuses a file of no language that it hosts", async () => {
  await expect(load("allocator.rb")).rejects.toMatchObject({ kind: "loadFailed", message: /^allocator\.rb: neither/ });
});
