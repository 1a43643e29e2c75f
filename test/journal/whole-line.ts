import type { Decisions } from "../../src/allocator/decisions.js";
import type { Operation } from "../../src/allocator/operations.js";
import type { LineEncoder } from "../../src/journal/line-encoder.js";

/** A line as a journal has it, `why` included. */
export function wholeLine(encoder: LineEncoder, t: number, operation: Operation, decisions: Decisions): string {
  return `${encoder.beginning(t, operation)}${encoder.decisions(decisions, true)}}`;
}
