import { AllocatorFailure, type FailureKind } from "../allocator/failure.js";
import { oneLine } from "../base/one-line.js";
import type { CodeFailure } from "../kinds/open-library.js";
import { scriptFrames } from "./script-frames.js";

/** What a VM knows about something that went wrong inside it. */
export interface GuestError {
  /** What the guest says, perhaps in many lines. */
  readonly text: string;
  /** `file:line` in the script itself, null when it is not known. */
  readonly place: string | null;
  /** The guest's own stack, empty when there is none. */
  readonly stack: string;
}

/** Of what no line of a script stands for. */
export const NOWHERE: Pick<GuestError, "place" | "stack"> = { place: null, stack: "" };

/** Characters: a guest can say what it likes, and as much of it. */
const LONGEST_TEXT = 2_000;
const LONGEST_STACK = 20_000;

/** A failure of guest code: one line that begins with its place in the script; the guest's whole stack in `stack`. */
export function guestFailure(kind: FailureKind, { text, place, stack }: GuestError): AllocatorFailure {
  const error = { text: cut(text, LONGEST_TEXT), place, stack: cut(stack, LONGEST_STACK) };
  const failure = new AllocatorFailure(kind, failureMessage(error));
  failure.stack = error.stack === "" ? failure.message : `${failure.message}\n${error.stack}`;
  failure.frames = scriptFrames(error.stack);
  return failure;
}

/** A failure as the answer of a library or a module; any other error goes on. */
export function codeFailure(error: unknown): CodeFailure {
  if (error instanceof AllocatorFailure) return { kind: "failed", failure: error.kind, message: error.message };
  throw error;
}

function failureMessage({ text, place }: GuestError): string {
  const line = oneLine(text);
  return place === null || line.startsWith(`${place}:`) ? line : `${place}: ${line}`;
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}... (${text.length - longest} more characters)` : text;
}
