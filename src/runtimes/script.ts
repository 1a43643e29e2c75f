import { readFileSync } from "node:fs";
import { AllocatorFailure } from "../allocator/failure.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { GuestLimits } from "./guest.js";
import type { GuestOutput } from "./guest-output.js";

/** A script to host, and what it may see and use of the world. */
export interface Script {
  /** As the user wrote it: messages name the file so. */
  readonly path: string;
  readonly limits: GuestLimits;
  /** Seeds the language's own random numbers. */
  readonly seed: number;
  /** Takes each line that the script prints, and counts its output. */
  readonly output: GuestOutput;
  /** Answers what its tests ask the host, JSON text to JSON text; absent: it is not under test. */
  readonly testHost?: TestHost;
}

export type TestHost = (request: string) => string;

/** A script with an allocator. */
export interface AllocatorScript extends Script {
  /** Null: the script itself is the allocator. */
  readonly module: AllocatorModule | null;
}

/** A module of kind Allocator that a script exports. */
export interface AllocatorModule {
  readonly symbol: string;
  readonly parameters: readonly ModuleParameter[];
}

/** `file.lua`, or `file.lua#symbol` */
export function placeOf(path: string, module: AllocatorModule | null): string {
  return module === null ? path : `${path}#${module.symbol}`;
}

/** @throws AllocatorFailure `loadFailed` with the path and the system's reason */
export function readScript(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new AllocatorFailure("loadFailed", `${path}: cannot be read: ${(error as Error).message}`);
  }
}

/** Where a script's prints go unless someone else wants them: stderr, since stdout belongs to reports. */
export function printToStderr(path: string): (line: string) => void {
  return (line) => process.stderr.write(`${path}: ${line}\n`);
}
