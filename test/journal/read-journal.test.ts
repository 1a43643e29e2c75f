import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BadInput } from "../../src/base/bad-input.js";
import { readJournal } from "../../src/journal/read-journal.js";
import { HEADER, journalFolder, ONE_OFFER } from "./journal-file-fixture.js";

const folder = journalFolder();

/** What is said of a journal, one line each, with the folder left out. */
function complaintsOf(lines: readonly string[], end = "\n", name = "j.jsonl"): string[] {
  const file = folder.write(name, lines, end);
  try {
    readJournal(file);
  } catch (error) {
    if (error instanceof BadInput)
      return error.message.split("\n").map((line) => line.replaceAll(file, basename(file)));
    throw error;
  }
  return [];
}

function after(line: string): string[] {
  return complaintsOf([HEADER, ...ONE_OFFER, line]);
}

describe("reading a journal", () => {
  it("gives ids in byte order of the names, whatever the order of announcement", () => {
    const { directory } = readJournal(
      folder.write("order.jsonl", [
        HEADER,
        '{"t":0,"op":"addAgent","agent":"b","total":"cpus(x/y):1","used":[{"framework":"late","role":"z","resources":"cpus(x/y):1"}]}',
        '{"t":0,"op":"addAgent","agent":"a","total":"cpus:1","used":[]}',
        '{"t":0,"op":"updateWeights","weights":{"w":2}}',
      ]),
    );
    expect(directory.agents.names).toEqual(["a", "b"]);
    expect(directory.frameworks.names).toEqual(["late"]);
    expect(directory.roles.names).toEqual(["*", "w", "x", "x/y", "z"]);
  });

  it("unpacks what is packed", () => {
    const { lines } = readJournal(folder.write("packed.jsonl.gz", [HEADER, ...ONE_OFFER]));
    expect(lines.map(({ line, operation, offerCount }) => [line, operation.op, offerCount])).toEqual([
      [2, "addFramework", 0],
      [3, "addAgent", 1],
    ]);
  });

  it("takes a last line without its line end", () => {
    expect(complaintsOf([HEADER, ...ONE_OFFER], "")).toEqual([]);
  });

  it("takes a weight update mode that Mesos does not write, and knows its own default", () => {
    const modeOf = (source: string, options: object) => {
      const header = JSON.stringify({ journal: 1, source, options });
      return readJournal(folder.write("mode.jsonl", [header])).header.options.weightUpdates;
    };
    expect(modeOf("mesos-1.12 hierarchical", {})).toBe("cached");
    expect(modeOf("allocator-workbench 0.1.0", {})).toBe("immediate");
    expect(modeOf("mesos-1.12 hierarchical", { weightUpdates: "immediate" })).toBe("immediate");
  });

  it("reads refuse times as they are given: negative, zero, none and beyond a year", () => {
    const times = ["null", "0", "-1", "1e300", "-1e300", "2147483647", "1e-9"];
    const lines = times.map(
      (seconds) =>
        `{"t":1,"op":"recoverResources","framework":"web","role":"prod","agent":"a1","resources":"cpus:1","refuseSeconds":${seconds}}`,
    );
    const journal = readJournal(folder.write("refuse.jsonl", [HEADER, ...ONE_OFFER, ...lines]));
    const refused = journal.lines.flatMap(({ operation }) =>
      operation.op === "recoverResources" ? [operation.refuse] : [],
    );
    const overAYear = 365 * 86_400_000_000 + 1;
    expect(refused).toEqual([null, 0, -1_000_000, overAYear, -overAYear, 2_147_483_647_000_000, 1]);
  });
});

describe("refusing a journal", () => {
  it("says that a file is not there", () => {
    expect(() => readJournal("/nowhere/j.jsonl")).toThrow(/^\/nowhere\/j.jsonl: the journal cannot be read \(ENOENT/);
  });

  it("says that a file is empty", () => {
    expect(complaintsOf([], "")).toEqual(["j.jsonl:1:1: the journal is empty; give a recorded journal"]);
  });

  it("knows format 1 only", () => {
    expect(complaintsOf([HEADER.replace('"journal":1', '"journal":2')])).toEqual([
      'j.jsonl:1:2: "2": only journal format 1 is known; the first line must be a header that begins with {"journal":1',
    ]);
  });

  it("says all that is wrong with the header", () => {
    const header = {
      journal: 1,
      agentOrder: "random",
      options: {
        allocationInterval: "1 fortnight",
        roleSorter: "dominant",
        minAllocatable: ["cpus:x"],
        fairnessExclude: 3,
      },
    };
    expect(complaintsOf([JSON.stringify(header)])).toMatchInlineSnapshot(`
      [
        "j.jsonl:1:14: "random": agentOrder is one of id, shuffle; choose one of them",
        "j.jsonl:1:47: "1 fortnight": a duration is a number with a unit: us, ms, s, m, h, d (such as 30s, 1.5h); give it above zero",
        "j.jsonl:1:82: "dominant": roleSorter is one of drf, random; choose one of them",
        "j.jsonl:1:106: "x": a scalar resource is a decimal number; write it as cpus:0.01 or cpus:1;mem:256",
        "j.jsonl:1:134: "3": fairnessExclude is a list of texts; write it as ["..."]",
      ]
    `);
  });

  it("needs the seed where decisions hang on random numbers", () => {
    const random = { roleSorter: "random", frameworkSorter: "random" };
    expect(complaintsOf([JSON.stringify({ journal: 1, agentOrder: "shuffle" })])).toEqual([
      "j.jsonl:1:1: a journal with agentOrder shuffle needs its seed, a whole number from 0 to 4294967295; record it with a seed",
    ]);
    expect(complaintsOf([JSON.stringify({ journal: 1, seed: -1, options: random })])).toEqual([
      'j.jsonl:1:14: "-1": a journal with a random sorter needs its seed, a whole number from 0 to 4294967295; record it with a seed',
    ]);
    const file = folder.write("seeded.jsonl", [
      JSON.stringify({ journal: 1, agentOrder: "shuffle", seed: 7, options: random }),
    ]);
    expect(readJournal(file).header).toMatchObject({ seed: 7, options: { ...random, agentOrder: "shuffle" } });
  });

  it("knows no random sorter beside a DRF one", () => {
    expect(complaintsOf([JSON.stringify({ journal: 1, seed: 7, options: { frameworkSorter: "random" } })])).toEqual([
      'j.jsonl:1:34: "random": roleSorter and frameworkSorter are both drf (the default) or both random; make them alike, as the run was',
    ]);
  });

  it("says all that is wrong with the lines, each with its place", () => {
    expect(
      complaintsOf([
        HEADER,
        ...ONE_OFFER,
        '{"t":1,"op":"alocate"}',
        '{"t":0.5,"op":"allocate"}',
        '{"t":1.0000001,"op":"allocate"}',
        '{"op":"allocate"}',
        "",
        '{"t":2,"op":"removeAgent","agent":"a9"}',
        '{"t":2,"op":"removeFramework"}',
        '{"t":2,"op":"acceptOffer","framework":"batch","role":"prod","agent":"a1","resources":"cpus:1"}',
        '{"t":2,"op":"acceptOffer","framework":"web","role":"dev","agent":"a1","resources":"cpus:-1"}',
        '{"t":2,"op":"updateAgent","agent":"a1","total":"cpus:1.2345;mem"}',
        '{"t":2,"op":"updateAgent","agent":"a1","total":"cpus(a//b):1"}',
        '{"t":2,"op":"updateWeights","weights":{"prod":0}}',
        '{"t":2,"op":"updateQuota","role":"prod","guarantees":"cpus:3","limits":"cpus:2"}',
        '{"t":2,"op":"updateQuota","role":"prod/web","guarantees":"","limits":""}',
        '{"t":2,"op":"addFramework","framework":"x","roles":["-x"],"capabilities":["FLYING"],"suppressedRoles":[],"active":1}',
        '{"t":2,"op":"allocate","offers":[{"framework":"web","role":"prod","agent":"a1","resources":7}]}',
        '{"t":2,"op":"updateWhitelist","agents":"a1"}',
      ]),
    ).toMatchInlineSnapshot(`
      [
        "j.jsonl:4:8: "alocate": the operation is not known to this version; did you mean "allocate"?",
        "j.jsonl:5:2: "0.5": t never goes back: the line before has 1; correct the line, or record the journal again",
        "j.jsonl:6:2: "1.0000001": a time has at most six decimals; correct the line, or record the journal again",
        "j.jsonl:7:1: t (a number) is missing; correct the line, or record the journal again",
        "j.jsonl:8:1: "": a line holds one JSON object (Unexpected end of JSON input); correct the line, or record the journal again",
        "j.jsonl:9:27: "a9": no addAgent in this journal announces it; correct the line, or record the journal again",
        "j.jsonl:10:1: framework (a text) is missing; correct the line, or record the journal again",
        "j.jsonl:11:27: "batch": no addFramework in this journal announces it; correct the line, or record the journal again",
        "j.jsonl:12:45: "dev": no framework is subscribed to the role; correct the line, or record the journal again",
        "j.jsonl:12:71: "-1": a resource may not be negative; correct the line, or record the journal again",
        "j.jsonl:13:40: "1.2345": a scalar resource has at most three decimals; correct the line, or record the journal again",
        "j.jsonl:14:40: "cpus(a//b)": a role name may not have an empty component; correct the line, or record the journal again",
        "j.jsonl:15:29: "0": the weight of prod must be a number above zero; correct the line, or record the journal again",
        "j.jsonl:16:41: "cpus:3": a guarantee may not be above its limit (Q2); correct the line, or record the journal again",
        "j.jsonl:17:27: "prod/web": only top-level roles have a quota; give the quota to the role above",
        "j.jsonl:18:44: "-x": a component of a role name may not begin with "-"; correct the line, or record the journal again",
        "j.jsonl:18:59: "FLYING": a capability is one of MULTI_ROLE, REVOCABLE_RESOURCES, GPU_RESOURCES, RESERVATION_REFINEMENT, SHARED_RESOURCES, REGION_AWARE, PARTITION_AWARE, TASK_KILLING_STATE; correct the line, or record the journal again",
        "j.jsonl:18:106: "1": active must be true or false; correct the line, or record the journal again",
        "j.jsonl:19:80: "7": offers[0].resources must be a text; correct the line, or record the journal again",
        "j.jsonl:20:31: "a1": agents must be a list; correct the line, or record the journal again",
      ]
    `);
  });

  it("says that the last line is cut, and not what its rest lacks", () => {
    expect(complaintsOf([HEADER, ...ONE_OFFER, '{"t":1,"op":"reviveOf'], "")).toEqual([
      "j.jsonl:4:1: the last line is cut off; record or copy the journal again",
    ]);
  });

  it("says that a packed file is cut", () => {
    const packed = gzipSync([HEADER, ...ONE_OFFER, ""].join("\n"));
    const file = folder.writeBytes("cut.jsonl.gz", packed.subarray(0, packed.length - 20));
    expect(() => readJournal(file)).toThrow(/cut.jsonl.gz: the journal cannot be read \(unexpected end of file\)/);
  });

  it("takes an operation for what it is: a later version's is refused by name", () => {
    expect(after('{"t":1,"op":"updateUnavailability","agent":"a1"}')[0]).toMatch(
      /^j.jsonl:4:8: "updateUnavailability": the operation is not known to this version; /,
    );
  });
});
