import { readdirSync, readFileSync } from "node:fs";

/** The processes of a run's rows, by the id of the process that started them. As Linux tells it. */
export function rowProcessesOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => commandOf(pid).includes("row-process") && parentOf(pid) === parent).map(Number);
}

export function isRunning(pid: number): boolean {
  return /^State:\s*[RSD]/m.test(readText(`/proc/${pid}/status`));
}

function commandOf(pid: string): string {
  return readText(`/proc/${pid}/cmdline`);
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)$/m.exec(readText(`/proc/${pid}/status`))?.[1]);
}

/** Empty for a process that is gone. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
