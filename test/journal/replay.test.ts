import { describe, expect, it } from "vitest";
import type { Allocator, AllocatorFactory } from "../../src/allocator/allocator.js";
import { NO_DECISIONS } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { BadInput } from "../../src/base/bad-input.js";
import { readJournal } from "../../src/journal/read-journal.js";
import { replayFile } from "../../src/journal/replay.js";
import { HEADER, journalFolder, ONE_OFFER } from "./journal-file-fixture.js";

const folder = journalFolder();

const TICK = '{"t":1,"op":"allocate"}';

function recover(resources: string): string {
  return `{"t":0.5,"op":"recoverResources","framework":"web","role":"prod","agent":"a1","resources":"${resources}","refuseSeconds":10}`;
}

function deciding(decide: Allocator["decide"], onClose = () => {}): AllocatorFactory {
  return () => ({ triggers: [], decide, gauges: () => [], close: onClose });
}

/** Decides as a journal says, cycle by cycle: what is tested is the host. */
function recorded(file: string, onCycle: (candidates: readonly number[] | null) => void = () => {}): AllocatorFactory {
  const lines = readJournal(file).lines.filter(({ decisions }) => decisions.offers.length > 0);
  return deciding((t, events, candidates) => {
    onCycle(candidates);
    const op = events.at(-1)?.operation.op;
    return lines.find((line) => line.t === t && line.operation.op === op)?.decisions ?? NO_DECISIONS;
  });
}

const offersNothing = deciding(() => NO_DECISIONS);

describe("replaying a journal", () => {
  it("finds an allocator that decides as recorded identical, and counts what is in the journal", async () => {
    const file = folder.write("same.jsonl", [HEADER, ...ONE_OFFER, recover("cpus:4;mem:1024"), TICK]);
    const { timing, ...replay } = await replayFile(file, createHierarchical);
    expect(replay).toEqual({ identical: true, operations: 4, offers: 1, firstDifference: null, survived: null });
    expect(timing.allocateMs.count).toBe(1);
    expect(timing.totalMs).toBeGreaterThanOrEqual(timing.allocateMs.max ?? 0);
  });

  it("stops at the first difference and shows both sides with the shares", async () => {
    const file = folder.write("other.jsonl", [HEADER, ...ONE_OFFER, '{"t":9,"op":"removeAgent","agent":"a1"}']);
    const { identical, firstDifference } = await replayFile(file, offersNothing);
    expect(identical).toBe(false);
    expect(firstDifference).toEqual({
      line: 3,
      expected: [{ framework: "web", role: "prod", agent: "a1", resources: "cpus:4;mem:1024" }],
      actual: [],
      shares: [{ role: "prod", framework: "web", share: 0, resource: null }],
    });
  });

  it("finds an offer too much, and one of other resources", async () => {
    const tooMuch = [...ONE_OFFER];
    tooMuch[1] = (tooMuch[1] as string).replace(/,"offers".*\]/, "");
    const extra = await replayFile(folder.write("extra.jsonl", [HEADER, ...tooMuch]), createHierarchical);
    expect([extra.firstDifference?.expected.length, extra.firstDifference?.actual.length]).toEqual([0, 1]);

    const less = [...ONE_OFFER];
    less[1] = (less[1] as string).replace(/cpus:4;mem:1024"}\]/, 'cpus:3;mem:1024"}]');
    const chopped = await replayFile(folder.write("less.jsonl", [HEADER, ...less]), createHierarchical);
    expect(chopped.firstDifference?.shares).toEqual([{ role: "prod", framework: "web", share: 1, resource: "cpus" }]);
  });

  it("finds revocations that are not the recorded ones", async () => {
    const revoked = [
      HEADER,
      ...ONE_OFFER,
      '{"t":1,"op":"allocate","revocations":[{"framework":"web","role":"prod","agent":"a1","resources":"cpus:1","deadline":2}]}',
    ];
    const { firstDifference } = await replayFile(folder.write("revoked.jsonl", revoked), createHierarchical);
    expect(firstDifference?.line).toBe(4);
    expect(firstDifference?.others).toEqual({
      expected: { revocations: [{ framework: "web", role: "prod", agent: "a1", resources: "cpus:1", deadline: 2 }] },
      actual: {},
    });
  });

  it("refuses a journal in which resources come back that were never offered, by line", async () => {
    const file = folder.write("never.jsonl", [HEADER, ...ONE_OFFER, recover("cpus:5")]);
    await expect(replayFile(file, createHierarchical)).rejects.toThrow(
      /never.jsonl:4:1: .*the resources were never offered/,
    );
  });

  const convert = (from: string, to: string) =>
    `{"t":1,"op":"updateAllocation","framework":"web","role":"prod","agent":"a1","conversions":[{"from":"${from}","to":"${to}"}]}`;

  it.each([
    ["converts what was never offered", convert("cpus:5", "cpus(prod):5"), "the resources were never offered"],
    ["converts quantities (L8)", convert("cpus:2", "cpus(prod):3"), "a conversion keeps the quantities"],
    ["copies a volume that nobody holds", convert("", "disk(prod)[v]{SHARED}:1"), "only a shared volume that the"],
    [
      "recovers when agents are there (R1)",
      '{"t":1,"op":"recover","expectedAgents":1,"quotas":[]}',
      "agents are there",
    ],
    ["adds an agent twice", '{"t":1,"op":"addAgent","agent":"a1","total":"","used":[]}', "the agent is there already"],
  ])("refuses a journal that %s, by line", async (_, line, rule) => {
    const file = folder.write("unbooked.jsonl", [HEADER, ...ONE_OFFER, line]);
    const refused = replayFile(file, recorded(file));
    await expect(refused).rejects.toThrow(BadInput);
    await expect(refused).rejects.toThrow(new RegExp(`^.*unbooked.jsonl:4:1: "${JSON.parse(line).op}": ${rule}`));
  });

  it("follows what was offered when it is converted, and takes it back as what it is then", async () => {
    const file = folder.write("converted.jsonl", [
      HEADER,
      ...ONE_OFFER,
      convert("cpus:3", "cpus(prod)(prod/web):3"),
      convert("cpus:1", ""),
      '{"t":2,"op":"recoverResources","framework":"web","role":"prod","agent":"a1","resources":"cpus(prod)(prod/web):3;mem:1024","refuseSeconds":null}',
    ]);
    expect(await replayFile(file, recorded(file))).toMatchObject({ identical: true, operations: 5 });
  });

  it("asks for no cycle while the journal is paused, and for one over the named agents when triggers are batched", async () => {
    const batched = HEADER.replace('"options":{', '"options":{"triggers":"batched",');
    const [framework, agent] = ONE_OFFER as [string, string];
    const offers = agent.slice(agent.indexOf(',"offers"'), -1);
    const file = folder.write("batched.jsonl", [
      batched,
      '{"t":0,"op":"pause"}',
      framework,
      '{"t":0,"op":"run","agents":null}',
      '{"t":0,"op":"resume"}',
      agent.replace(offers, ""),
      `{"t":0,"op":"run","agents":["a1"]${offers}}`,
    ]);
    const asked: unknown[] = [];
    const answer = await replayFile(
      file,
      recorded(file, (candidates) => asked.push(candidates)),
    );
    expect(answer).toMatchObject({ identical: true, offers: 1 });
    expect(asked).toEqual([[0]]);
  });

  it("ignores what is said about an agent or framework that is gone", async () => {
    const gone = [
      HEADER,
      ...ONE_OFFER,
      '{"t":0.25,"op":"removeAgent","agent":"a1"}',
      recover("cpus:4"),
      '{"t":0.5,"op":"removeFramework","framework":"web"}',
      '{"t":0.5,"op":"reviveOffers","framework":"web","roles":[]}',
    ];
    expect((await replayFile(folder.write("gone.jsonl", gone), createHierarchical)).identical).toBe(true);
  });

  it("reports an allocator that breaks, with the cycle, and closes it", async () => {
    const file = folder.write("breaks.jsonl", [HEADER, ...ONE_OFFER]);
    let closed = 0;
    const breaks = deciding(
      () => {
        throw new Error("no idea");
      },
      () => closed++,
    );
    await expect(replayFile(file, breaks)).rejects.toMatchObject({ kind: "threw", message: "no idea", cycle: 1 });
    expect(closed).toBe(1);
  });
});

describe("replaying a summary journal", () => {
  const SUMMARY = HEADER.replace(/}$/, ',"summary":true}');
  const lines = [ONE_OFFER[0] as string, (ONE_OFFER[1] as string).replace(/"offers".*\]/, '"offerCount":1')];

  it("compares numbers of offers", async () => {
    const file = folder.write("summary.jsonl", [SUMMARY, ...lines, recover("cpus:4;mem:1024"), TICK]);
    expect(await replayFile(file, createHierarchical)).toMatchObject({ identical: true, offers: 1 });
    const { firstDifference } = await replayFile(file, offersNothing);
    expect(firstDifference).toMatchObject({ line: 3, counts: { expected: 1, actual: 0 } });
  });

  it("takes an answer to an offer that was not made here for a difference, since the journal cannot tell", async () => {
    const file = folder.write("summary-other.jsonl", [SUMMARY, ...lines, recover("cpus:5")]);
    const { firstDifference } = await replayFile(file, createHierarchical);
    expect(firstDifference).toMatchObject({
      line: 4,
      neverOffered: true,
      expected: [{ resources: "cpus:5" }],
      actual: [],
    });
  });

  it("takes what is converted for an answer, too", async () => {
    const converted =
      '{"t":1,"op":"updateAllocation","framework":"web","role":"prod","agent":"a1","conversions":[{"from":"cpus:4","to":"cpus(prod):4"},{"from":"mem:2048","to":""}]}';
    const file = folder.write("summary-converted.jsonl", [SUMMARY, ...lines, converted]);
    const { firstDifference } = await replayFile(file, createHierarchical);
    expect(firstDifference).toMatchObject({
      line: 4,
      neverOffered: true,
      expected: [{ resources: "cpus:4;mem:2048" }],
    });
  });

  it("refuses what cannot follow whatever was offered", async () => {
    const twice = '{"t":1,"op":"addAgent","agent":"a1","total":"","used":[]}';
    const file = folder.write("summary-twice.jsonl", [SUMMARY, ...lines, twice]);
    await expect(replayFile(file, createHierarchical)).rejects.toThrow(
      'summary-twice.jsonl:4:1: "addAgent": the agent is there already',
    );
  });
});
