import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createHierarchical } from "../../src/allocator/hierarchical/hierarchical.js";
import { JournalText } from "../../src/journal/journal-text.js";
import { LineEncoder } from "../../src/journal/line-encoder.js";
import { readJournal } from "../../src/journal/read-journal.js";
import { replayFile } from "../../src/journal/replay.js";
import { PlainAllocator } from "../allocator/hierarchical/plain-allocator.js";
import { wholeLine } from "./whole-line.js";

const OWN = join(import.meta.dirname, "..", "fixtures", "journals");
const ALL = process.env.WORKBENCH_JOURNALS ?? "";

function journalsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

describe.each([
  ["the journals that come with the tests", OWN],
  ["the golden journals", join(ALL, "golden")],
  ["the cases", join(ALL, "cases")],
  ["the benchmarks", join(ALL, "bench")],
])("%s", (_, folder) => {
  describe.skipIf(ALL === "" && folder !== OWN)("as Mesos recorded them", () => {
    const journals = journalsIn(folder);

    it("are there", () => {
      expect(journals.length).toBeGreaterThan(0);
    });

    it.each(journals)("%s is answered line by line as recorded", async (file) => {
      const { identical, firstDifference, operations } = await replayFile(file, createHierarchical);
      expect({ identical, firstDifference }).toEqual({ identical: true, firstDifference: null });
      expect(operations).toBeGreaterThan(0);
    });

    it.each(journals.filter((file) => !file.includes("bench")))("%s is written as it was read", (file) => {
      const journal = readJournal(file);
      const encoder = new LineEncoder(journal.directory);
      const written = journal.lines.map(({ t, operation, decisions }) => wholeLine(encoder, t, operation, decisions));
      expect(written).toEqual([...new JournalText(file).lines()].slice(1));
    });
  });
});

describe("the plain rules that tests compare with", () => {
  it.each(journalsIn(OWN))("answer %s as recorded, too", async (file) => {
    const { firstDifference } = await replayFile(file, (context) => new PlainAllocator(context));
    expect(firstDifference).toBeNull();
  });
});
