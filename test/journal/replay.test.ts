import { describe, expect, it } from "vitest";
import type { Allocator, AllocatorFactory } from "../../src/allocator/allocator.js";
import { NO_DECISIONS } from "../../src/allocator/decisions.js";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { replayFile } from "../../src/journal/replay.js";
import { HEADER, journalFolder, ONE_OFFER } from "./journal-file-fixture.js";

const folder = journalFolder();

const TICK = '{"t":1,"op":"allocate"}';

function recover(resources: string): string {
  return `{"t":0.5,"op":"recoverResources","framework":"web","role":"prod","agent":"a1","resources":"${resources}","refuseSeconds":10}`;
}

function deciding(decide: Allocator["decide"], onClose = () => {}): AllocatorFactory {
  return () => ({ triggers: [], decide, close: onClose });
}

const offersNothing = deciding(() => NO_DECISIONS);

describe("replaying a journal", () => {
  it("finds an allocator that decides as recorded identical, and counts what is in the journal", async () => {
    const file = folder.write("same.jsonl", [HEADER, ...ONE_OFFER, recover("cpus:4;mem:1024"), TICK]);
    const { timing, ...replay } = await replayFile(file, createHierarchical);
    expect(replay).toEqual({ identical: true, operations: 4, offers: 1, firstDifference: null });
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
});
