import { readFileSync } from "node:fs";

/** The memory a process holds, in bytes, or null when it is gone or the system has no /proc (then only its heap is limited). */
export function residentMemory(pid: number): number | null {
  try {
    const match = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match === null ? null : Number(match[1]) * 1024;
  } catch {
    return null;
  }
}
