import { fstatSync } from "node:fs";
import { writeAll } from "../base/atomic-file.js";
import { isNativeCodeHere } from "../runtimes/native/native-presence.js";
import { OUTPUT_MARK, OUTPUT_TEXT } from "./output-marks.js";
import { encodeMoment, type PrintMoment } from "./print-moment.js";

const STDOUT_FD = 1;

let moment: () => PrintMoment = () => ({ phase: "starting", cycle: 0, t: 0, inCycle: false });
let bytesMarked = 0;

/** More than this is dropped: a run may print without end, and the parent shows little of it. */
const MOST_BYTES = 64 * 1024 ** 2;
let bytesLeft = MOST_BYTES;

/** To be called when the process begins with its work. @param now when it is, each time that something is printed */
export function timePrints(now: () => PrintMoment): void {
  moment = now;
}

/** Prints what foreign code says, in its own process. The parent says whose line it is. */
export function printToParent(text: string): void {
  if (bytesLeft < 0) return;
  bytesLeft -= Buffer.byteLength(text) + 1;
  write(marked(text));
  if (bytesLeft < 0) write(marked(`what is printed from here on is dropped: it is more than ${MOST_BYTES} bytes`));
}

function marked(text: string): string {
  const when = encodeMoment(moment());
  const lines = text.split("\n").map((line) => `\n${OUTPUT_MARK}${when}${OUTPUT_TEXT}${line}\n`);
  return lines.join("");
}

/**
 * To be called at the end of each call of foreign code, while it is still the moment of the call: tells the parent that what
 * native code has printed past this program was printed in it.
 */
export function markNativePrints(): void {
  if (!isNativeCodeHere() || fstatSync(STDOUT_FD).size === bytesMarked) return;
  write(`\n${OUTPUT_MARK}${encodeMoment(moment())}\n`);
  bytesMarked = fstatSync(STDOUT_FD).size;
}

function write(text: string): void {
  try {
    writeAll(STDOUT_FD, Buffer.from(text));
  } catch {
    // No room on the disk: what is printed is lost, the run goes on.
  }
}
