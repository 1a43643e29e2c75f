import { readFileSync } from "node:fs";

/** What V8 may use of a stack of 8 MiB, which is what Linux gives a process: the rest is for what V8 does not count. */
const STACK_KIB = 7000;
const NEEDED_BYTES = 8 * 1024 ** 2;

/**
 * Flags for a process that hosts a virtual machine: recursion in a script is recursion of the machine that runs it, and V8
 * gives that one MiB unless told otherwise. Where the system gives less, or does not say, it stays at that.
 */
export function stackFlags(): string[] {
  return stackLimitBytes() >= NEEDED_BYTES ? [`--stack-size=${STACK_KIB}`] : [];
}

function stackLimitBytes(): number {
  try {
    const soft = /^Max stack size\s+(\d+|unlimited)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft ?? 0);
  } catch {
    return 0;
  }
}
