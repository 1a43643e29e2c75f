import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { isRunning, rowProcessesOf } from "../cli/processes.js";
import { emptyFolder, startWorkbench } from "../cli/workbench.js";

const SPINNING = ["--allocator=misbehaving.c", "--param", "misbehaving.c.does=spins", "--call-timeout=none"];

/** Starts a run that never ends by itself, and waits until its allocator is in the call that never returns. */
async function spinning(folder: string) {
  const parent = startWorkbench(["run", "tiny.yaml", ...SPINNING, `--record=${join(folder, "journal.jsonl")}`]);
  await new Promise<void>((spins) => {
    parent.stderr.on("data", (text: Buffer) => text.includes("| spinning") && spins());
  });
  expect(readdirSync(folder)).toHaveLength(1);
  return { parent, child: rowProcessOf(parent.pid!) };
}

function rowProcessOf(parent: number): number {
  const [pid] = rowProcessesOf(parent);
  if (pid === undefined) throw new Error("the row's process is not there");
  return pid;
}

function ended(process: ReturnType<typeof startWorkbench>): Promise<number | null> {
  return new Promise((done) => process.once("exit", done));
}

const onLinux = process.platform === "linux";

test.skipIf(!onLinux).each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s ends the run with its processes, and leaves no half-written journal", async (signal, code) => {
  const folder = emptyFolder();
  const { parent, child } = await spinning(folder);
  const exit = ended(parent);
  parent.kill(signal);
  expect(await exit).toBe(code);
  await vi.waitFor(() => expect(isRunning(child)).toBe(false), { timeout: 100_000 });
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!onLinux)("an allocator in an endless call ends when the program is killed outright", async () => {
  const { parent, child } = await spinning(emptyFolder());
  const exit = ended(parent);
  parent.kill("SIGKILL");
  await exit;
  await vi.waitFor(() => expect(isRunning(child)).toBe(false), { timeout: 100_000 });
});
