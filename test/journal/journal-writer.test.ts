import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decisions, Offer } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import type { Operation } from "../../src/allocator/operations.js";
import { AllocatorSession } from "../../src/allocator/session.js";
import { createDirectory, type Directory } from "../../src/cluster/directory.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type { AllocatorOptionsPlan } from "../../src/cluster/plan.js";
import type { JournalHeader } from "../../src/journal/journal-header.js";
import { JournalWriter } from "../../src/journal/journal-writer.js";
import { readJournal } from "../../src/journal/read-journal.js";
import { replayFile } from "../../src/journal/replay.js";
import { RandomCluster } from "../allocator/hierarchical/random-cluster.js";
import { journalFolder } from "./journal-file-fixture.js";

const folder = journalFolder();

function smallDirectory(): Directory {
  return createDirectory({ agents: ['a"1'], frameworks: ["web"], roles: ["prod", "spare"] });
}

const OPTIONS: AllocatorOptionsPlan = {
  ...OPTION_DEFAULTS,
  allocationInterval: 1_500_000,
  fairnessExclude: ["gpus"],
  filterGpuResources: false,
};

const HEADER: JournalHeader = { source: "allocator-workbench 0.1.0", seed: 7, options: OPTIONS, isSummary: false };

function deciding(over: Partial<Decisions>): Decisions {
  return { offers: [], inverseOffers: [], revocations: [], wakeAt: null, ...over };
}

type Step = readonly [t: number, operation: Operation, decisions: Decisions];

function written(directory: Directory, steps: readonly Step[], header = HEADER) {
  let text = "";
  const writer = new JournalWriter(directory, {
    header,
    sink: (piece) => {
      text += piece;
    },
  });
  for (const [t, operation, decisions] of steps) writer.record(t, operation, decisions);
  const hash = writer.finish();
  return { text, lines: text.trimEnd().split("\n"), hash };
}

function offerOf(directory: Directory, over: Partial<Offer>): Offer {
  return {
    framework: directory.frameworks.id("web"),
    role: directory.roles.id("prod"),
    agent: directory.agents.id('a"1'),
    resources: directory.resourceKeys.parse("mem:1024;cpus:0.5;cpus{REV}:1"),
    lends: null,
    why: null,
    ...over,
  };
}

describe("the journal writer", () => {
  it("begins with the header in the contract's order", () => {
    expect(written(smallDirectory(), []).text).toBe(
      '{"journal":1,"source":"allocator-workbench 0.1.0","agentOrder":"id","seed":7,"options":{"allocationInterval":"1500ms","roleSorter":"drf","frameworkSorter":"drf","minAllocatable":["cpus:0.01","mem:32"],"fairnessExclude":["gpus"],"filterGpuResources":false,"weightUpdates":"immediate"}}\n',
    );
  });

  it("writes arguments and decisions in the contract's order and leaves out what says nothing", () => {
    const directory = smallDirectory();
    const { framework, role, agent } = offerOf(directory, {});
    const resources = directory.resourceKeys.parse("cpus:1");
    const task = directory.tasks.intern("t1");
    const spare = directory.roles.id("spare");
    const tick: Operation = { op: "allocate", wake: false };
    const { lines } = written(directory, [
      [
        0,
        { op: "recoverResources", framework, role, agent, resources, refuse: null, allocated: true, task },
        deciding({}),
      ],
      [
        1,
        { op: "recoverResources", framework, role, agent, resources, refuse: -1, allocated: false, task: null },
        deciding({}),
      ],
      [125_000, { op: "allocate", wake: true }, deciding({})],
      [1_000_000, tick, deciding({ offers: [offerOf(directory, { lends: { owner: spare, resources } })] })],
      [2_000_000, tick, deciding({ inverseOffers: [{ framework, agent, resources, deadline: 3_500_000, why: null }] })],
      [
        2_000_000,
        tick,
        deciding({ revocations: [{ framework, role, agent, resources, deadline: 9_000_000, task, why: null }] }),
      ],
    ]);
    expect(lines.slice(1)).toEqual([
      '{"t":0,"op":"recoverResources","framework":"web","role":"prod","agent":"a\\"1","resources":"cpus:1","refuseSeconds":null,"allocated":true,"task":"t1"}',
      '{"t":0.000001,"op":"recoverResources","framework":"web","role":"prod","agent":"a\\"1","resources":"cpus:1","refuseSeconds":-0.000001}',
      '{"t":0.125,"op":"allocate","wake":true}',
      '{"t":1,"op":"allocate","offers":[{"framework":"web","role":"prod","agent":"a\\"1","resources":"cpus:0.5;cpus{REV}:1;mem:1024","lends":{"owner":"spare","resources":"cpus:1"}}]}',
      '{"t":2,"op":"allocate","inverseOffers":[{"framework":"web","agent":"a\\"1","resources":"cpus:1","deadline":3.5}]}',
      '{"t":2,"op":"allocate","revocations":[{"framework":"web","role":"prod","agent":"a\\"1","resources":"cpus:1","deadline":9,"task":"t1"}]}',
    ]);
  });

  it("hashes the lines from line 2 on, each with its line end", () => {
    const directory = smallDirectory();
    const { text, hash } = written(directory, [
      [1_000_000, { op: "allocate", wake: false }, deciding({ offers: [offerOf(directory, {})] })],
      [2_000_000, { op: "allocate", wake: false }, deciding({})],
    ]);
    const fromLine2 = text.slice(text.indexOf("\n") + 1);
    expect(hash).toBe(createHash("sha256").update(fromLine2).digest("hex"));
  });

  it("stores why something was decided, but does not hash it", () => {
    const directory = smallDirectory();
    const recordWhy = (why: string | null) =>
      written(directory, [[0, { op: "allocate", wake: false }, deciding({ offers: [offerOf(directory, { why })] })]]);
    const explained = recordWhy("it waited longest");
    expect(explained.lines[1]).toContain(',"why":"it waited longest"}');
    expect(explained.hash).toBe(recordWhy(null).hash);
  });

  it("has the same hash whether the text is wanted or not", () => {
    const directory = smallDirectory();
    const silent = new JournalWriter(directory);
    silent.record(0, { op: "allocate", wake: false }, deciding({}));
    expect(silent.finish()).toBe(written(directory, [[0, { op: "allocate", wake: false }, deciding({})]]).hash);
  });

  it("leaves a trail that has every line, and ends in the middle of the one whose decisions never come", () => {
    const directory = smallDirectory();
    let trail = "";
    const writer = new JournalWriter(directory, null, (piece) => {
      trail += piece;
    });
    const tick = (): Operation => ({ op: "allocate", wake: false });
    const steps: [number, Operation, Decisions][] = [
      [0, { op: "pause" }, deciding({})],
      [1_000_000, tick(), deciding({ offers: [offerOf(directory, { why: "it waited longest" })] })],
      [2_000_000, { op: "resume" }, deciding({})],
      [3_000_000, tick(), deciding({})],
    ];
    for (const [t, operation, decisions] of steps) {
      if (operation.op === "allocate") writer.begin(t, operation);
      writer.record(t, operation, decisions);
    }
    writer.begin(4_000_000, tick());
    const { lines, hash } = written(directory, steps);
    const isAsked = (line: string) => line.includes('"op":"allocate"');
    const marked = lines.slice(1).map((line) => `${isAsked(line) ? "?" : ""}${line}\n`);
    expect(trail).toBe(`${marked.join("")}?{"t":4,"op":"allocate"`);
    expect(writer.finish()).toBe(hash);
  });

  it("writes random histories so that they are read as they were, and replayed as identical", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const cluster = new RandomCluster(seed, false);
        const { directory } = cluster;
        const steps = await steppedThrough(cluster, 120);
        const minAllocatable = cluster.options.minAllocatable.map((least) => directory.resourceKeys.format(least));
        const options = { ...OPTION_DEFAULTS, ...cluster.options, minAllocatable };
        const { text, lines } = written(directory, steps, { ...HEADER, options });
        const file = folder.write("random.jsonl", lines);
        const read = readJournal(file);
        const again = written(
          read.directory,
          read.lines.map(({ t, operation, decisions }) => [t, operation, decisions]),
          read.header,
        );
        expect(again.text).toBe(text);
        expect((await replayFile(file, createHierarchical)).firstDifference).toBeNull();
      }),
      { numRuns: 20 },
    );
  });
});

async function steppedThrough(cluster: RandomCluster, count: number): Promise<[number, Operation, Decisions][]> {
  const nobody = { enter() {}, leave() {} };
  const allocator = await createHierarchical(cluster.context());
  const session = new AllocatorSession(allocator, cluster.directory, OPTION_DEFAULTS, nobody);
  return Array.from({ length: count }, () => {
    const operation = cluster.next();
    const decisions = session.submit(cluster.t, operation);
    cluster.observe(operation, decisions);
    return [cluster.t, operation, decisions];
  });
}
