import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { onInterruption } from "./interruption.js";

/** By this file in it a program says that it is writing into a folder. */
export const CLAIM_FILE = ".in-use";

type FolderDefect = Pick<Complaint, "rule" | "nextStep">;

/**
 * Keeps a second program from writing into a folder while one is at work there: its files would be some of the one and some
 * of the other. Given back when it is interrupted, too. A claim whose process is gone counts for nothing.
 *
 * @param folder is there @param out as the user calls it, for the complaint
 * @returns gives it back
 * @throws BadInput while another program has it, and when it cannot be written
 */
export function claimFolder(folder: string, out: string): () => void {
  const file = join(folder, CLAIM_FILE);
  const defect = defectOf(file);
  if (defect !== null) throw badFolder(out, defect);
  const giveBack = () => rmSync(file, { force: true });
  const forget = onInterruption(giveBack);
  return () => {
    forget();
    giveBack();
  };
}

/** @returns why the claim could not be made */
function defectOf(file: string): FolderDefect | null {
  try {
    if (wasWritten(file)) return null;
    const owner = ownerOf(file);
    if (owner !== null && owner !== process.pid) return inUse(` (process ${owner})`);
    rmSync(file, { force: true });
    return wasWritten(file) ? null : inUse("");
  } catch (error) {
    return unwritable(error);
  }
}

/** What is wrong with a folder, by what the file system says of it. */
export function unwritable(error: unknown): FolderDefect {
  const rule = `the folder cannot be written (${(error as NodeJS.ErrnoException).code})`;
  return { rule, nextStep: "name one that may be written" };
}

export function badFolder(out: string, defect: FolderDefect): BadInput {
  return new BadInput([{ place: "--out", value: out, ...defect }]);
}

function inUse(owner: string): FolderDefect {
  const rule = `another workbench${owner} is writing into this folder`;
  return { rule, nextStep: "name another, or wait until it has ended" };
}

/** @returns false when there is one already */
function wasWritten(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The process that has the claim; null when it is gone. */
function ownerOf(file: string): number | null {
  const [, pid, start] = /^(\d+) (\d*)$/m.exec(textOf(file)) ?? [];
  if (pid === undefined || !isRunning(Number(pid))) return null;
  // Ids are given to others in time.
  return startOf(Number(pid)) === start ? Number(pid) : null;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process began, in the machine's own ticks, where Linux tells it (proc(5), field 22); empty elsewhere. */
function startOf(pid: number): string {
  const stat = textOf(`/proc/${pid}/stat`);
  // The name, in parentheses, may hold blanks.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

/** Empty when it cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
