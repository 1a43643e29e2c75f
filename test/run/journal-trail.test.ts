import { fstatSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { JournalTrail } from "../../src/run/journal-trail.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

let file = new ScratchFile();
afterEach(() => {
  file.close();
  file = new ScratchFile();
});

function sizeAfter(trail: JournalTrail, ...texts: readonly string[]): number {
  for (const text of texts) trail.write(text);
  return fstatSync(file.fd).size;
}

test("a trail that becomes too long is given up, and stays so", () => {
  const trail = new JournalTrail(file.fd, 10);
  expect(sizeAfter(trail, "12345", "67890")).toBe(10);
  expect(sizeAfter(trail, "x")).toBe(0);
  expect(sizeAfter(trail, "y")).toBe(0);
});

test("a trail without a limit is kept, however long", () => {
  expect(sizeAfter(new JournalTrail(file.fd, null), "x".repeat(100_000), "y")).toBe(100_001);
});
