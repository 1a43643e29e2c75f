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

function afterOffer(line: string): string[] {
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

  it("says of an unknown operation what operations there are, and once of each name that it may have announced", () => {
    const accept = '{"t":2,"op":"acceptOffer","framework":"web","role":"prod","agent":"a9","resources":"cpus:1"}';
    const complaints = complaintsOf([HEADER, ...ONE_OFFER, '{"t":1,"op":"frob","agent":"a9"}', accept, accept]);
    expect(complaints).toHaveLength(2);
    expect(complaints[0]).toMatch(
      /^j\.jsonl:4:8: "frob": the operation is not known to this version; operations are .*\bacceptOffer\b/,
    );
    expect(complaints[1]).toMatch(/^j\.jsonl:5:\d+: "a9": no addAgent in this journal announces it; /);
  });

  it("says all that is wrong with what is told of agents", () => {
    expect(
      complaintsOf([
        HEADER,
        ...ONE_OFFER,
        '{"t":1,"op":"updateAgent","agent":"a1","total":"cpus:[1-2]","hostname":"","attributes":"rack:r1;size","capabilities":["FLYING"]}',
        '{"t":1,"op":"updateAgent","agent":"a1","total":"","attributes":"ports:[1-]","domain":{"region":"r1","zone":"z1"}}',
        '{"t":1,"op":"addAgent","agent":"a2","total":"ports:[1-5,3-9];disk(prod)[]:5;cpus(prod)(dev):1","used":[],"unavailability":{"duration":-1}}',
        '{"t":1,"op":"updateUnavailability","agent":"a1","unavailability":5}',
        '{"t":1,"op":"updateUnavailability","agent":"a1"}',
        '{"t":1,"op":"updateAvailable","agent":"a1","conversions":[{"from":"cpus:1","to":"cpus(a b):1"},{"from":"cpus:1"}]}',
        '{"t":1,"op":"run","agents":["a9"]}',
        '{"t":1,"op":"recover","expectedAgents":1.5,"quotas":[{"role":"prod/web","guarantees":"","limits":""},{"role":"prod","guarantees":"cpus:2","limits":"cpus:1"}]}',
      ]),
    ).toMatchInlineSnapshot(`
      [
        "j.jsonl:4:40: "cpus": cpus is a resource of scalar values elsewhere; correct the line, or record the journal again",
        "j.jsonl:4:61: "": hostname must be a text that is not empty; correct the line, or record the journal again",
        "j.jsonl:4:75: "size": an attribute is written name:value, several joined by semicolons; write them as rack:r1;size:4;ports:[1-2];set:{a,b}",
        "j.jsonl:4:103: "FLYING": an agent's capability is one of MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT; correct the line, or record the journal again",
        "j.jsonl:5:51: "[1-]": ranges are written [first-last,first-last]; write them as rack:r1;size:4;ports:[1-2];set:{a,b}",
        "j.jsonl:5:77: "{\\"region\\":\\"r1\\",\\"zone\\":\\"z1\\"}": an agent has a domain only where the master has one (P2); give the header's options a "domain"",
        "j.jsonl:6:37: "[1-5,3-9]": ranges may not overlap; correct the line, or record the journal again",
        "j.jsonl:6:123: unavailability.start (a number) is missing; correct the line, or record the journal again",
        "j.jsonl:6:124: "-1": unavailability.duration is a time in seconds, from 0 to (2^53-1)/1000000; correct the line, or record the journal again",
        "j.jsonl:7:49: "5": unavailability must be an object; correct the line, or record the journal again",
        "j.jsonl:8:1: unavailability (an object) is missing; correct the line, or record the journal again",
        "j.jsonl:9:76: "cpus(a b)": a role name may not hold white space; correct the line, or record the journal again",
        "j.jsonl:9:96: conversions[1].to (a text) is missing; correct the line, or record the journal again",
        "j.jsonl:10:19: "a9": no addAgent in this journal announces it; correct the line, or record the journal again",
        "j.jsonl:11:23: "1.5": expectedAgents is a whole number from 0 on; correct the line, or record the journal again",
        "j.jsonl:11:55: "prod/web": only top-level roles have a quota; give the quota to the role above",
        "j.jsonl:11:117: "cpus:2": a guarantee may not be above its limit (Q2); correct the line, or record the journal again",
      ]
    `);
  });

  it("says all that is wrong with what frameworks want to be offered, each with its place", () => {
    const update = (rest: object) =>
      JSON.stringify({ t: 1, op: "updateFramework", framework: "web", roles: [], suppressedRoles: [], ...rest });
    const constrained = (...groups: object[]) => update({ offerConstraints: { prod: groups } });
    expect(
      complaintsOf([
        HEADER,
        ...ONE_OFFER,
        update({ minAllocatable: { prod: ["cpus(prod):1"], "-x": [] }, capabilities: "GPU_RESOURCES" }),
        update({ minAllocatable: ["cpus:1"], offerConstraints: { prod: {} } }),
        constrained(),
        constrained([], [{ attribute: "rack", exists: true }]),
        constrained([{ attribute: "rack" }]),
        constrained([{ attribute: "rack", pseudo: "ZONE", equals: "r1" }]),
        constrained([{ attribute: "rack", equals: "r1", matches: "r1" }]),
        constrained([{ pseudo: "RACK", exists: false }]),
        constrained([
          { attribute: "rack", matches: "r[0-9]" },
          { attribute: "rack", notMatches: "(?=r)" },
          { attribute: "", matches: "a{1001}" },
          { attribute: "rack", matches: "x".repeat(1025) },
        ]),
        '{"t":1,"op":"inverseOfferResponse","framework":"web","agent":"a1","accepted":"yes","refuseSeconds":"5"}',
      ]),
    ).toMatchInlineSnapshot(`
      [
        "j.jsonl:4:132: "GPU_RESOURCES": capabilities must be a list; correct the line, or record the journal again",
        "j.jsonl:4:99: "cpus(prod)": a quantity is written name:number; correct the line, or record the journal again",
        "j.jsonl:4:123: "-x": a component of a role name may not begin with "-"; correct the line, or record the journal again",
        "j.jsonl:5:81: "[\\"cpus:1\\"]": minAllocatable must be an object; correct the line, or record the journal again",
        "j.jsonl:5:129: "{}": offerConstraints.prod must be a list; correct the line, or record the journal again",
        "j.jsonl:6:101: "[]": offerConstraints.prod is empty: a role has at least one group, and a group at least one constraint (P8); correct the line, or record the journal again",
        "j.jsonl:7:101: "[[],[{\\"attribute\\":\\"rack\\",\\"exists\\":true}]]": offerConstraints.prod[0] is empty: a role has at least one group, and a group at least one constraint (P8); correct the line, or record the journal again",
        "j.jsonl:8:110: "{\\"attribute\\":\\"rack\\"}": a constraint has one of exists, notExists, equals, notEquals, matches, notMatches (P8); correct the line, or record the journal again",
        "j.jsonl:9:110: "{\\"attribute\\":\\"rack\\",\\"pseudo\\":\\"ZONE\\",\\"equals\\":\\"r1\\"}": a constraint is about one "attribute", or one "pseudo" attribute (P8); correct the line, or record the journal again",
        "j.jsonl:10:110: "{\\"attribute\\":\\"rack\\",\\"equals\\":\\"r1\\",\\"matches\\":\\"r1\\"}": a constraint has one of exists, notExists, equals, notEquals, matches, notMatches (P8); correct the line, or record the journal again",
        "j.jsonl:11:111: "RACK": a pseudo attribute is one of HOSTNAME, REGION, ZONE; correct the line, or record the journal again",
        "j.jsonl:11:127: "false": offerConstraints.prod[0][0].exists must be true, or left out; correct the line, or record the journal again",
        "j.jsonl:12:170: "(?=r)": RE2 cannot compile the regular expression (error parsing regexp: invalid or unsupported Perl syntax: \`(?=\`) (P8); correct the line, or record the journal again",
        "j.jsonl:12:193: "": offerConstraints.prod[0][2].attribute must be a text that is not empty; correct the line, or record the journal again",
        "j.jsonl:12:208: "a{1001}": RE2 cannot compile the regular expression (error parsing regexp: invalid repeat count: \`{1001}\`) (P8); correct the line, or record the journal again",
        "j.jsonl:12:249: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": a regular expression has at most 1024 characters (P8); correct the line, or record the journal again",
        "j.jsonl:13:67: "yes": accepted must be true or false; correct the line, or record the journal again",
        "j.jsonl:13:84: "5": refuseSeconds must be a number; correct the line, or record the journal again",
      ]
    `);
  });

  it("takes a regular expression of 1024 characters, whatever their number of bytes", () => {
    const lineWith = (matches: string) =>
      afterOffer(
        JSON.stringify({
          t: 1,
          op: "updateFramework",
          framework: "web",
          roles: [],
          suppressedRoles: [],
          offerConstraints: { prod: [[{ pseudo: "ZONE", matches }]] },
        }),
      );
    expect(lineWith("😀".repeat(1024))).toEqual([]);
    expect(lineWith("😀".repeat(1025))).toHaveLength(1);
  });

  it("refuses a name that is measured otherwise on another agent", () => {
    expect(afterOffer('{"t":1,"op":"addAgent","agent":"a2","total":"mem:{a,b}","used":[]}')).toEqual([
      'j.jsonl:4:37: "mem": mem is a resource of scalar values elsewhere; correct the line, or record the journal again',
    ]);
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
    expect(afterOffer('{"t":1,"op":"addResourceProvider","agent":"a1"}')[0]).toMatch(
      /^j.jsonl:4:8: "addResourceProvider": the operation is not known to this version; /,
    );
  });
});
