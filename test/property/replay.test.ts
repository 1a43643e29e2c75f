import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import type { Directory } from "../../src/cluster/directory.js";
import type { AllocatorOptionsPlan, AllocatorPause, ClusterPlan } from "../../src/cluster/plan.js";
import { JournalWriter } from "../../src/journal/journal-writer.js";
import { replayFile } from "../../src/journal/replay.js";
import { RunHistory } from "../../src/metrics/run-history.js";
import { directoryOf } from "../../src/simulator/directory-of.js";
import { simulate } from "../../src/simulator/simulate.js";
import { arbitraryPlan } from "../simulator/arbitrary-plan.js";
import { anyOptions, anySeed } from "./any-options.js";
import { LegalHistory, legalDirectory, openSession } from "./legal-history.js";

const folder = mkdtempSync(join(tmpdir(), "replays-"));
afterAll(() => rmSync(folder, { recursive: true }));
const FILE = join(folder, "recorded.jsonl");

/** A journal whose text is kept. */
function recording(directory: Directory, options: AllocatorOptionsPlan, seed: number) {
  let text = "";
  const header = { source: "a property test", seed, options, isSummary: false };
  const writer = new JournalWriter(directory, { header, sink: (piece) => (text += piece) });
  return {
    writer,
    save() {
      writer.finish();
      writeFileSync(FILE, text);
      return text;
    },
  };
}

const pause: fc.Arbitrary<AllocatorPause> = fc.record({
  at: fc.integer({ min: 0, max: 40_000_000 }),
  duration: fc.integer({ min: 0, max: 15_000_000 }),
});

const plans: fc.Arbitrary<ClusterPlan> = fc
  .record({ plan: arbitraryPlan, options: anyOptions, pauses: fc.array(pause, { maxLength: 3 }) })
  .map(({ plan, options, pauses }) => ({ ...plan, options: { ...options, domain: plan.options.domain }, pauses }));

describe("a recorded run of the built-in allocator replays identically", () => {
  test("whatever was simulated, batched or not, with pauses", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, plans, async (seed, plan) => {
        const directory = directoryOf(plan);
        const { writer, save } = recording(directory, plan.options, seed);
        await simulate({
          plan,
          directory,
          seed,
          createAllocator: createHierarchical,
          parameters: {},
          observer: new RunHistory(directory, plan),
          journal: writer,
          monitor: { enter() {}, leave() {} },
        });
        const lines = save().split("\n").length - 2;
        expect(await replayFile(FILE, createHierarchical)).toMatchObject({ identical: true, operations: lines });
      }),
      { numRuns: 100 },
    );
  });

  test("whatever it was told, with volumes, ports, constraints, maintenance and a recovery", async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeed,
        anyOptions,
        fc.nat({ max: 200 }),
        fc.boolean(),
        async (seed, options, count, recovers) => {
          const directory = legalDirectory();
          const history = new LegalHistory(
            seed,
            await openSession(createHierarchical, directory, options, seed),
            options,
          );
          if (recovers) history.recover();
          history.steps(count);
          const { writer, save } = recording(directory, options, seed);
          for (const { t, operation, decisions } of history.log) writer.record(t, operation, decisions);
          save();
          const offers = history.log.reduce((sum, { decisions }) => sum + decisions.offers.length, 0);
          expect(await replayFile(FILE, createHierarchical)).toMatchObject({ identical: true, offers });
        },
      ),
      { numRuns: 100 },
    );
  });
});
