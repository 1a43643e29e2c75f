import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROGRAM = resolve(import.meta.dirname, "../../bin/workbench.js");

/** Where commands are run, so that paths in what they print are short and the same everywhere. */
export const FIXTURES = resolve(import.meta.dirname, "fixtures");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `workbench` to its end, as a user without a terminal would. */
export function workbench(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  cwd = FIXTURES,
): Promise<Ended> {
  const options = { cwd, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 ** 2 };
  return new Promise((done) => {
    const child = execFile(process.execPath, [PROGRAM, ...args], options, (_error, stdout, stderr) => {
      if (cwd === FIXTURES) removeFailureJournals();
      done({ code: child.exitCode, stdout, stderr });
    });
  });
}

/** What allocators that fail left among the fixtures. */
function removeFailureJournals(): void {
  for (const name of readdirSync(FIXTURES)) {
    if (name.endsWith(".failed.jsonl")) rmSync(join(FIXTURES, name), { force: true });
  }
}

/** Starts `workbench` and lets it run. */
export function startWorkbench(args: readonly string[], cwd = FIXTURES) {
  return spawn(process.execPath, [PROGRAM, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs `workbench` to its end with an open file as its stdout. */
export function endedInto(stdout: number, args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: FIXTURES, stdio: ["ignore", stdout, "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (text) => (stderr += text));
  return new Promise((done) => child.once("close", (code) => done({ code, stderr })));
}

/** An empty folder that nobody else uses. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "workbench-test-"));
}

/** A command, what it printed and how it ended, as the golden files hold it. Wall-clock figures are masked. */
export function transcript(command: string): Promise<string> {
  return transcriptOf(command, workbench);
}

/** @param run runs `workbench` with arguments */
export async function transcriptOf(command: string, run: (args: readonly string[]) => Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await run(command.split(" ").slice(1));
  const parts = [
    `$ ${command}\n${masked(stdout)}`,
    stderr === "" ? "" : `--- stderr\n${masked(stderr)}`,
    `--- exit ${code}\n`,
  ];
  return parts.filter((part) => part !== "").join("");
}

/**
 * Columns are as wide as their widest cell: where one is wall-clock time, blanks are told apart from none only.
 * Who leads in wall-clock time, and whether anybody does, is the machine's word and not told.
 */
function masked(text: string): string {
  const evened = /^cycle p95/m.test(text) ? text.replace(/(\S) {2,}(?=\S)/g, "$1  ") : text;
  return evened
    .replaceAll(FIXTURES, "FIXTURES")
    .replace(/^cycle p95 .* ahead of .*\n/gm, "")
    .replace(/, cycle p95$/gm, "")
    .replace(/^(cycle p95).*$/gm, "$1 (wall clock)")
    .replace(/"(cycleMs\.\w+|[^"]*_ms(?:\/\w+)?)": [\d.e-]+/g, '"$1": 0')
    .replace(/[\d.]+ ms \((\d+ cycles), p95 [\d.]+ ms\)/g, "N ms ($1, p95 N ms)");
}
