import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { journalPaths } from "../../src/cli/journal-paths.js";
import { emptyFolder } from "./workbench.js";

describe("where journals go", () => {
  test("nowhere without the flag", () => {
    expect(journalPaths(undefined, ["drf"])).toEqual(new Map());
  });

  test("one row's to the file named, or into the folder named", () => {
    const folder = emptyFolder();
    expect(journalPaths(join(folder, "x.jsonl"), ["drf"])).toEqual(new Map([["drf", join(folder, "x.jsonl")]]));
    expect(journalPaths(folder, ["drf"])).toEqual(new Map([["drf", join(folder, "drf.jsonl")]]));
    expect(journalPaths(`${folder}/new/`, ["drf"])).toEqual(new Map([["drf", join(folder, "new", "drf.jsonl")]]));
  });

  test("several rows' into a folder that is made, under names that cannot lead out of it or meet", () => {
    const folder = join(emptyFolder(), "journals");
    const paths = journalPaths(folder, ["a/b", "a:b", "A_b", "..", "held back"]);
    expect([...paths.values()]).toEqual(
      ["a_b", "a_b-2", "A_b-3", "_.", "held back"].map((name) => join(folder, `${name}.jsonl`)),
    );
    expect(existsSync(folder)).toBe(true);
  });

  test("never several into one file", () => {
    const file = join(emptyFolder(), "there");
    writeFileSync(file, "");
    expect(() => journalPaths(file, ["one", "two"])).toThrow("a file takes the journal of one allocator");
    expect(() => journalPaths("new.jsonl.gz", ["one", "two"])).toThrow("a file takes the journal of one allocator");
  });
});
