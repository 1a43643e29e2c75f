import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { UnfinishedFile, writeAll, writeWhole } from "../../src/base/atomic-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workbench-test-"));
});

describe("a file that is written whole", () => {
  test("takes the place of an earlier one, and leaves nothing else", () => {
    const path = join(folder, "report.txt");
    writeFileSync(path, "old and longer");
    writeWhole(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["report.txt"]);
  });

  test("does not show before it is complete", () => {
    const path = join(folder, "journal.jsonl");
    const file = new UnfinishedFile(path);
    writeAll(file.fd, Buffer.from("half"));
    expect(readdirSync(folder)).not.toContain("journal.jsonl");
    writeAll(file.fd, Buffer.from(" and half"));
    file.commit();
    expect(readFileSync(path, "utf8")).toBe("half and half");
  });

  test("leaves no trace when it is given up, and the earlier one as it was", () => {
    const path = join(folder, "journal.jsonl");
    writeFileSync(path, "old");
    const file = new UnfinishedFile(path);
    writeAll(file.fd, Buffer.from("half"));
    file.discard();
    expect(readdirSync(folder)).toEqual(["journal.jsonl"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test("is not begun where it cannot be", () => {
    expect(() => writeWhole(join(folder, "nowhere", "report.txt"), "new")).toThrow("ENOENT");
  });
});
