import { fstatSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isGivenUp, JournalTrail } from "../../src/run/journal-trail.js";
import { ScratchFile } from "../../src/run/scratch-file.js";

let file: ScratchFile;
beforeEach(() => {
  file = new ScratchFile();
});
afterEach(() => file.close());

/** Its size, and whether it was given up. */
function after(trail: JournalTrail, ...texts: readonly string[]): [number, boolean] {
  for (const text of texts) trail.write(text);
  return [fstatSync(file.fd).size, isGivenUp(file.fd)];
}

test("a trail that becomes too long is given up, and stays so", () => {
  const trail = new JournalTrail(file.fd, 10);
  expect(after(trail, "12345", "67890")).toEqual([10, false]);
  expect(after(trail, "x")).toEqual([10, true]);
  expect(after(trail, "y")).toEqual([10, true]);
});

test("a trail without a limit is kept, however long", () => {
  expect(after(new JournalTrail(file.fd, null), "x".repeat(100_000), "y")).toEqual([100_001, false]);
});

test("a trail that was never begun is as good as given up", () => {
  expect(isGivenUp(file.fd)).toBe(true);
});
