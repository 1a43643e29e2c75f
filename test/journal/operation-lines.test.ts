import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_DECISIONS } from "../../src/allocator/decisions.js";
import { NO_PREFERENCES, type Operation } from "../../src/allocator/operations.js";
import { plainProfile } from "../../src/cluster/agent-profile.js";
import type { Directory } from "../../src/cluster/directory.js";
import { OPTION_DEFAULTS } from "../../src/cluster/option-defaults.js";
import type { Resources } from "../../src/cluster/resources.js";
import { formatHeader } from "../../src/journal/journal-header.js";
import { LineEncoder } from "../../src/journal/line-encoder.js";
import { type Journal, readJournal } from "../../src/journal/read-journal.js";
import { anyOperation, oddDirectory } from "./any-operation.js";
import { journalFolder } from "./journal-file-fixture.js";
import { wholeLine } from "./whole-line.js";

const folder = journalFolder();

const HEADER = formatHeader({
  source: "test",
  seed: null,
  options: { ...OPTION_DEFAULTS, domain: { region: "r1", zone: "z1" } },
  isSummary: false,
});

/** Announces every name of a directory, so that the reader hands out the same ids. */
function announcing(directory: Directory): string[] {
  const roles = directory.roles.names;
  return [
    ...directory.agents.names.map((agent) => ({ t: 0, op: "addAgent", agent, total: "", used: [] })),
    ...directory.frameworks.names.map((framework) => ({
      t: 0,
      op: "addFramework",
      framework,
      roles,
      capabilities: [],
      suppressedRoles: [],
      active: false,
    })),
  ].map((line) => JSON.stringify(line));
}

/** Names and amounts as text: resources and tasks have other ids in another directory. */
function asText(operation: Operation, { resourceKeys, tasks }: Directory): unknown {
  const isResources = (value: object): value is Resources => "amounts" in value;
  const textOf = (value: unknown): unknown => {
    if (value instanceof Map) return [...value].sort(([a], [b]) => a - b).map(textOf);
    if (Array.isArray(value)) return value.map(textOf);
    if (typeof value !== "object" || value === null) return value;
    if (isResources(value)) return resourceKeys.format(value);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, textOf(member)]));
  };
  const { task = null } = operation as { task?: number | null };
  return { ...(textOf(operation) as object), task: task === null ? null : tasks.names[task] };
}

function reencoded({ directory, lines }: Journal): string[] {
  const encoder = new LineEncoder(directory);
  return lines.map(({ t, operation, decisions }) => wholeLine(encoder, t, operation, decisions));
}

describe("every operation", () => {
  it("is read as it was written, whatever its fields hold, and written as it was read", () => {
    const directory = oddDirectory();
    const announced = announcing(directory);
    const encoder = new LineEncoder(directory);
    fc.assert(
      fc.property(fc.array(anyOperation(directory), { minLength: 20, maxLength: 60 }), (operations) => {
        const lines = operations.map((operation) => wholeLine(encoder, 0, operation, NO_DECISIONS));
        const journal = readJournal(folder.write("any.jsonl", [HEADER, ...announced, ...lines]));
        const read = journal.lines.slice(announced.length);
        expect(read.map(({ operation }) => asText(operation, journal.directory))).toEqual(
          operations.map((operation) => asText(operation, directory)),
        );
        expect(reencoded(journal).slice(announced.length)).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });
});

const ANNOUNCED = [
  '{"t":0,"op":"addFramework","framework":"web","roles":["prod"],"capabilities":[],"suppressedRoles":[],"active":true}',
  '{"t":0,"op":"addAgent","agent":"a1","total":"cpus:4","used":[]}',
];

function read(line: string): { operation: Operation; again: string; directory: Directory } {
  const journal = readJournal(folder.write("line.jsonl", [HEADER, ...ANNOUNCED, line]));
  return {
    operation: (journal.lines.at(-1) as Journal["lines"][number]).operation,
    again: reencoded(journal).at(-1) as string,
    directory: journal.directory,
  };
}

describe("a line", () => {
  it.each([
    '{"t":1,"op":"addFramework","framework":"f","roles":["prod"],"capabilities":[],"suppressedRoles":[],"active":true,"minAllocatable":{"prod":["cpus:1;mem:64","ports:2"],"x":[]},"offerConstraints":{"prod":[[{"attribute":"rack","equals":"r1"},{"pseudo":"HOSTNAME","matches":"a.*"}],[{"pseudo":"ZONE","notExists":true}]]}}',
    '{"t":1,"op":"updateFramework","framework":"web","roles":[],"suppressedRoles":[],"capabilities":["GPU_RESOURCES"],"minAllocatable":{},"offerConstraints":{}}',
    '{"t":1,"op":"addAgent","agent":"b","total":"cpus(prod)(prod/web):1;disk(prod)[v1]:64;disk(prod)[v1]{SHARED}:64;ports:[31000-32000];rack:{a,b}","used":[],"hostname":"h1","attributes":"rack:r1;size:4;ports:[1-2];set:{a,b}","domain":{"region":"r2","zone":"z1"},"capabilities":["MULTI_ROLE"],"unavailability":{"start":60,"duration":0.5}}',
    '{"t":1,"op":"updateAgent","agent":"a1","total":"cpus:4","hostname":"a1","capabilities":[]}',
    '{"t":1,"op":"updateUnavailability","agent":"a1","unavailability":{"start":0}}',
    '{"t":1,"op":"updateUnavailability","agent":"a1","unavailability":null}',
    '{"t":1,"op":"updateAllocation","framework":"web","role":"prod","agent":"a1","conversions":[{"from":"cpus:1","to":"cpus(late):1"},{"from":"cpus:1","to":""}]}',
    '{"t":1,"op":"updateAvailable","agent":"a1","conversions":[{"from":"cpus:1","to":"cpus(prod)(prod/late):1"}]}',
    '{"t":1,"op":"inverseOfferResponse","framework":"web","agent":"a1","accepted":null,"refuseSeconds":5}',
    '{"t":1,"op":"inverseOfferResponse","framework":"web","agent":"a1","accepted":false}',
    '{"t":1,"op":"revocationDenied","framework":"web","role":"prod","agent":"a1","resources":"cpus{REV}:1","reason":"budget"}',
    '{"t":1,"op":"run","agents":["a1"]}',
    '{"t":1,"op":"run","agents":null}',
    '{"t":1,"op":"pause"}',
    '{"t":1,"op":"resume"}',
    '{"t":1,"op":"recover","expectedAgents":5,"quotas":[{"role":"late","guarantees":"cpus:1","limits":"cpus:2;mem:0"}]}',
  ])("is written as it was read: %s", (line) => {
    expect(read(line).again).toBe(line);
  });

  it("of an agent or framework without peculiarities says nothing of them", () => {
    const { directory } = read(ANNOUNCED[0] as string);
    const encoder = new LineEncoder(directory);
    const agent = directory.agents.id("a1");
    const framework = directory.frameworks.id("web");
    const total = directory.resourceKeys.parse("cpus:4");
    const operations: Operation[] = [
      {
        op: "addFramework",
        framework,
        roles: [directory.roles.id("prod")],
        capabilities: [],
        suppressedRoles: [],
        active: true,
        preferences: NO_PREFERENCES,
      },
      { op: "addAgent", agent, total, used: [], profile: plainProfile("a1") },
    ];
    expect(operations.map((operation) => wholeLine(encoder, 0, operation, NO_DECISIONS))).toEqual(ANNOUNCED);
  });

  it("that changes an agent's resources alone leaves its profile as it was", () => {
    expect(read('{"t":1,"op":"updateAgent","agent":"a1","total":"cpus:1"}').operation).not.toHaveProperty("profile");
  });

  it("that gives one field of an agent's profile gives them all: the others hold their default", () => {
    const { operation } = read('{"t":1,"op":"updateAgent","agent":"a1","total":"cpus:1","attributes":"rack:r1"}');
    const attributes = [{ name: "rack", kind: "text", value: "r1" }];
    expect(operation).toMatchObject({ profile: { ...plainProfile("a1"), attributes } });
  });

  it("knows an agent's capabilities as a set", () => {
    const { operation } = read(
      '{"t":1,"op":"updateAgent","agent":"a1","total":"","capabilities":["HIERARCHICAL_ROLE","MULTI_ROLE","MULTI_ROLE"]}',
    );
    expect(operation).toMatchObject({ profile: { capabilities: ["MULTI_ROLE", "HIERARCHICAL_ROLE"] } });
  });

  it("that gives one of a framework's preferences takes the other back", () => {
    const update = (rest: string) =>
      read(`{"t":1,"op":"updateFramework","framework":"web","roles":[],"suppressedRoles":[]${rest}}`);
    expect(update("").operation).not.toHaveProperty("preferences");
    const { operation, directory } = update(',"minAllocatable":{"prod":[]}');
    expect(operation).toMatchObject({
      preferences: { minAllocatable: new Map([[directory.roles.id("prod"), []]]), constraints: new Map() },
    });
  });

  it("announces the roles that only reservations, conversions, preferences and recovered quotas name", () => {
    const role = (line: string) => read(line).directory.roles.names;
    expect(role('{"t":1,"op":"updateAgent","agent":"a1","total":"cpus(x)(x/y):1;disk(v)[a(no)]:1"}')).toEqual([
      "*",
      "prod",
      "v",
      "x",
      "x/y",
    ]);
    expect(
      role('{"t":1,"op":"updateAvailable","agent":"a1","conversions":[{"from":"cpus(f):1","to":"cpus(f)(f/g):1"}]}'),
    ).toEqual(["*", "f", "f/g", "prod"]);
    expect(
      role(
        '{"t":1,"op":"updateFramework","framework":"web","roles":[],"suppressedRoles":[],"minAllocatable":{"m":[]},"offerConstraints":{"o":[[{"pseudo":"ZONE","exists":true}]]}}',
      ),
    ).toEqual(["*", "m", "o", "prod"]);
    expect(
      role('{"t":1,"op":"recover","expectedAgents":1,"quotas":[{"role":"q","guarantees":"","limits":""}]}'),
    ).toEqual(["*", "prod", "q"]);
  });
});
