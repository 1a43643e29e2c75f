import { fstatSync, readSync, writeSync } from "node:fs";
import type { ModuleHeader } from "../../kinds/module-header.js";
import type { FlightRecorder } from "../flight-record.js";
import type { ProbeReply, ProbeStep } from "./probe-step.js";

export type DiaryLine =
  | { readonly step: ProbeStep; readonly reply: null }
  | { readonly step: ProbeStep; readonly reply: ProbeReply };

/**
 * What a process does to libraries, written before and after each step into a file that outlives it: a process that dies
 * has told by then what it learned, and what killed it.
 */
export class ProbeDiary {
  readonly #fd: number;
  readonly #recorder: FlightRecorder;
  #steps = 0;

  constructor(fd: number, recorder: FlightRecorder) {
    this.#fd = fd;
    this.#recorder = recorder;
  }

  /** @param plain the part of the result that can be written down */
  async step<T>(step: ProbeStep, run: () => T | Promise<T>, plain: (result: T) => ProbeReply): Promise<T> {
    this.#write({ step, reply: null });
    // Each step has the whole time limit to itself. Opening may start a virtual machine.
    this.#recorder.phase(step.doing === "open" ? "loading" : "running");
    this.#recorder.enter(++this.#steps, 0);
    const result = await run();
    this.#recorder.phase("running");
    this.#recorder.leave();
    this.#write({ step, reply: plain(result) });
    return result;
  }

  #write(line: DiaryLine): void {
    writeSync(this.#fd, `${JSON.stringify(line)}\n`);
  }
}

/** A header that can be written as JSON: addresses as texts. */
export function plainHeader(header: ModuleHeader): ModuleHeader {
  const { compatible, create } = header;
  return { ...header, compatible: asText(compatible), create: asText(create) };
}

function asText(identity: ModuleHeader["create"]): string | null {
  return typeof identity === "bigint" ? `0x${identity.toString(16)}` : identity;
}

/** All lines that were written whole. */
export function readDiary(fd: number): readonly DiaryLine[] {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, bytes, 0, bytes.length, 0);
  const lines = bytes.toString("utf8").split("\n");
  return lines.slice(0, -1).map((line) => JSON.parse(line) as DiaryLine);
}
