import { type ChildProcess, fork } from "node:child_process";
import { BadInput } from "../base/bad-input.js";
import { builtFile } from "../base/built-file.js";
import { packageFile } from "../base/package-files.js";
import { wallMs } from "../base/stopwatch.js";
import type { Micros } from "../base/time.js";
import type { RunLimits } from "../scenario/scenario.js";
import type { ChildAnswer, WorkOrder } from "./child-answer.js";
import { endWithParent } from "./end-with-parent.js";
import { engineFlags } from "./engine-flags.js";
import { type FlightRecord, readFlightRecord } from "./flight-record.js";
import { onInterruption } from "./interruption.js";
import { type Breach, type Grace, LimitWatch, outOfMemory } from "./limit-watch.js";
import { OutputLines } from "./output-lines.js";
import { preparePython } from "./prepare-python.js";
import type { Print } from "./print-moment.js";
import { residentMemory } from "./resident-memory.js";
import type { RunFailure } from "./run-failure.js";
import { networkNamespace } from "./sandbox/network-namespace.js";
import { sandboxFlags } from "./sandbox/sandbox-flags.js";
import { ScratchFile } from "./scratch-file.js";

/** Work for a process of its own, because foreign code takes part in it. */
export interface GuardedWork {
  /** The file that the process runs, from `src` and without its ending. It serves one job with `serveParent`. */
  readonly entry:
    | "run/row-process.cjs"
    | "run/replay-process.js"
    | "run/script-tests/test-process.js"
    | "run/modules/probe-process.js"
    | "battery/battery-process.js"
    | "bench/measure-process.js";
  /** Sent to it by structured clone. */
  readonly job: unknown;
  readonly limits: RunLimits;
  /** Open files that the process gets as descriptors, counted from `FIRST_FILE_FD`. */
  readonly files: readonly number[];
  /** The folders that the process may read beside the program; null: it may do everything. */
  readonly sandbox: readonly string[] | null;
  readonly grace: Grace;
  /** Whether Python takes part, which is prepared then. */
  readonly python: boolean;
  /** Whether Lua's engine fengari does, which has a heap of its own kind. */
  readonly fengari: boolean;
  /** Takes what the process prints. */
  readonly print: Print;
  /** Told about ten times a second how far virtual time has come. */
  readonly onProgress?: (t: Micros) => void;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

export type GuardedResult<Answer> =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly failure: RunFailure };

/**
 * Runs the work and waits. The process is killed when it breaks a limit, and in any case once it has answered: what a
 * library does while its process ends is of no interest.
 *
 * @throws BadInput when the process found what it was given to be wrong
 * @throws the signal's reason when it was cancelled
 */
export async function runGuarded<Answer>(work: GuardedWork): Promise<GuardedResult<Answer>> {
  const surroundings: Surroundings = {
    namespace: work.sandbox === null ? [] : await networkNamespace(),
    pythonImage: work.python ? await preparePython(tellUser) : null,
  };
  work.signal?.throwIfAborted();
  const record = new ScratchFile();
  const printed = new ScratchFile("at the end");
  const child = startChild(work, { recordFd: record.fd, printedFd: printed.fd }, surroundings);
  const kill = () => child.kill("SIGKILL");
  const forget = onInterruption(kill);
  work.signal?.addEventListener("abort", kill);
  const output = new OutputLines(printed.fd, work.print);
  const watch = watchLimits(child, record.fd, output, patient(work, surroundings));
  try {
    const answer = await answerOf<Answer>(child, { job: work.job, pythonImage: surroundings.pythonImage });
    work.signal?.throwIfAborted();
    const last = readFlightRecord(record.fd);
    output.end(last);
    return resultOf(answer, watch.breach, last, output, work.limits);
  } finally {
    clearInterval(watch.timer);
    forget();
    work.signal?.removeEventListener("abort", kill);
    record.close();
    printed.close();
  }
}

/** What this machine has for the process. */
interface Surroundings {
  /** What is written before the command; empty: nothing. */
  readonly namespace: readonly string[];
  readonly pythonImage: string | null;
}

function tellUser(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Python without an image takes its time to start, which is not the guest's doing. */
function patient(work: GuardedWork, { pythonImage }: Surroundings): GuardedWork {
  if (!work.python || pythonImage !== null) return work;
  return { ...work, grace: { ...work.grace, loadingMs: work.grace.loadingMs + UNPREPARED_PYTHON_MS } };
}

function startChild(
  { entry, limits, files, sandbox, fengari }: GuardedWork,
  { recordFd, printedFd }: { readonly recordFd: number; readonly printedFd: number },
  { namespace, pythonImage }: Surroundings,
): ChildProcess {
  const [program = process.execPath, ...before] = [...namespace, process.execPath];
  const readable = pythonImage === null ? [] : [pythonImage];
  const child = fork(builtFile(packageFile("dist", "src", entry)), [], {
    execPath: program,
    execArgv: [
      ...before,
      ...engineFlags(limits, fengari),
      "--no-warnings",
      ...(sandbox === null ? [] : sandboxFlags([...sandbox, ...readable])),
    ],
    env: childEnvironment(),
    serialization: "advanced",
    stdio: ["ignore", printedFd, printedFd, "ipc", recordFd, ...files],
  });
  if (child.pid !== undefined) child.once("exit", endWithParent(child.pid));
  return child;
}

/**
 * Little enough that a run is the same on every machine: no locale, no time zone, no random hash seed. And no arenas: glibc
 * would give each of V8's threads its own, in which what it once took, such as to compile something, stays.
 */
function childEnvironment(): NodeJS.ProcessEnv {
  const { LD_LIBRARY_PATH, DYLD_LIBRARY_PATH, TMPDIR } = process.env;
  const kept = Object.entries({ LD_LIBRARY_PATH, DYLD_LIBRARY_PATH, TMPDIR }).filter(
    ([, value]) => value !== undefined,
  );
  return { PYTHONHASHSEED: "0", TZ: "UTC", LC_ALL: "C", MALLOC_ARENA_MAX: "1", ...Object.fromEntries(kept) };
}

const POLL_MS = 100;
const UNPREPARED_PYTHON_MS = 60_000;

interface Watch {
  readonly timer: NodeJS.Timeout;
  breach: Breach | null;
}

/** Passes on what the process prints, and kills it when it breaks a limit. */
function watchLimits(
  child: ChildProcess,
  fd: number,
  output: OutputLines,
  { limits, grace, onProgress }: GuardedWork,
): Watch {
  const limitWatch = new LimitWatch(limits, grace, wallMs());
  const timer = setInterval(() => {
    const record = readFlightRecord(fd);
    onProgress?.(record.t);
    takeOutput(output, record, fd);
    watch.breach ??=
      limitWatch.observe(wallMs(), record, residentMemory(child.pid as number)) ??
      limitWatch.printed(output.bytesInCall);
    if (watch.breach !== null) child.kill("SIGKILL");
  }, POLL_MS);
  const watch: Watch = { timer, breach: null };
  return watch;
}

/** @param before the record as it was just now: in a call that still goes on, its prints need not wait for its end */
function takeOutput(output: OutputLines, before: FlightRecord, recordFd: number): void {
  const isAll = output.read();
  const after = readFlightRecord(recordFd);
  if (isAll && before.inCall && after.inCall && after.call === before.call) output.settle(after);
}

/** How a process ended that did not answer. */
interface SilentEnd {
  readonly kind: "silent";
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function answerOf<Answer>(child: ChildProcess, order: WorkOrder<unknown>): Promise<ChildAnswer<Answer> | SilentEnd> {
  return new Promise((resolve, reject) => {
    let answer: ChildAnswer<Answer> | undefined;
    child.once("error", reject);
    child.once("message", (message) => {
      answer = message as ChildAnswer<Answer>;
      child.kill("SIGKILL");
    });
    child.once("exit", (code, signal) => resolve(answer ?? { kind: "silent", code, signal }));
    // A process that dies at once cannot be sent to; how it died is told by its exit.
    child.send(order, () => undefined);
  });
}

function resultOf<Answer>(
  answer: ChildAnswer<Answer> | SilentEnd,
  breach: Breach | null,
  record: FlightRecord,
  output: OutputLines,
  limits: RunLimits,
): GuardedResult<Answer> {
  switch (answer.kind) {
    case "answered":
    case "failed":
      return answer;
    case "refused":
      throw new BadInput(answer.complaints);
    case "defect":
      return failed("crashed", `an error of the workbench itself: ${answer.message}`, record, answer.stack);
    case "silent":
      if (breach !== null) return failed(breach.kind, breach.message, record);
      if (output.heapIsFull) return failed("outOfMemory", outOfMemory(limits), record);
      return crashed(answer, output.lastWords, record);
  }
}

/** Signals that come from outside; what a process does wrong itself is told by others. */
const KILLING: ReadonlySet<unknown> = new Set(["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"]);

function crashed(end: SilentEnd, lastWords: string, record: FlightRecord): GuardedResult<never> {
  const { kind, failure } = failed("crashed", crashMessage(end, lastWords), record);
  return { kind, failure: KILLING.has(end.signal) ? { ...failure, wasKilled: true } : failure };
}

function failed(
  kind: RunFailure["kind"],
  message: string,
  { phase, cycle }: FlightRecord,
  stack: string | null = null,
): { readonly kind: "failed"; readonly failure: RunFailure } {
  const loading = phase === "starting" || phase === "loading";
  const crashedWhileLoading = kind === "crashed" && phase === "loading";
  return {
    kind: "failed",
    failure: {
      kind: crashedWhileLoading ? "loadFailed" : kind,
      message,
      cycle: loading ? null : cycle,
      frames: [],
      stack,
    },
  };
}

function crashMessage({ code, signal }: SilentEnd, lastWords: string): string {
  const how = signal === null ? `the process ended with exit code ${code}` : `the process was ended by ${signal}`;
  return lastWords === "" ? how : `${how}: ${lastWords}`;
}
