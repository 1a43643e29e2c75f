import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CLAIM_FILE, claimFolder } from "../../src/run/folder-claim.js";

/** A folder of which the process that started this one says what a test says. */
function folderClaimedBy(pid: number, start: string): string {
  const folder = mkdtempSync(join(tmpdir(), "workbench-test-"));
  writeFileSync(join(folder, CLAIM_FILE), `${pid} ${start}\n`);
  return folder;
}

/** As Linux tells it; empty elsewhere, as in a claim. */
function startOf(pid: number): string {
  if (!existsSync("/proc/self/stat")) return "";
  return readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")[19] as string;
}

describe("a folder that a program is writing into", () => {
  test("is its own until it gives it back", () => {
    const folder = mkdtempSync(join(tmpdir(), "workbench-test-"));
    const giveBack = claimFolder(folder, "out");
    expect(readFileSync(join(folder, CLAIM_FILE), "utf8")).toBe(`${process.pid} ${startOf(process.pid)}\n`);
    giveBack();
    expect(existsSync(join(folder, CLAIM_FILE))).toBe(false);
  });

  test("is refused to another while it runs", () => {
    const folder = folderClaimedBy(process.ppid, startOf(process.ppid));
    expect(() => claimFolder(folder, "out")).toThrow(
      expect.objectContaining({
        complaints: [
          {
            place: "--out",
            value: "out",
            rule: `another workbench (process ${process.ppid}) is writing into this folder`,
            nextStep: "name another, or wait until it has ended",
          },
        ],
      }),
    );
  });

  test("is refused when it cannot be written", () => {
    const file = join(folderClaimedBy(1, "1"), CLAIM_FILE);
    expect(() => claimFolder(file, "out")).toThrow(
      expect.objectContaining({
        complaints: [
          expect.objectContaining({
            rule: "the folder cannot be written (ENOTDIR)",
            nextStep: "name one that may be written",
          }),
        ],
      }),
    );
  });

  test("is free when that one is gone, and when its id has been given to another", () => {
    const gone = folderClaimedBy(2 ** 31 - 2, "1");
    claimFolder(gone, "out")();
    expect(existsSync(join(gone, CLAIM_FILE))).toBe(false);
    if (startOf(process.ppid) !== "") claimFolder(folderClaimedBy(process.ppid, "1"), "out")();
    claimFolder(folderClaimedBy(process.pid, startOf(process.pid)), "out")();
  });
});
