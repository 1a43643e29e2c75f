import { createHash, type Hash } from "node:crypto";
import { type Decisions, NO_DECISIONS } from "../allocator/decisions.js";
import type { OperationSink } from "../allocator/operation-sink.js";
import type { Operation } from "../allocator/operations.js";
import type { Micros } from "../base/time.js";
import type { Directory } from "../cluster/directory.js";
import { formatHeader, type JournalHeader } from "./journal-header.js";
import { LineEncoder } from "./line-encoder.js";

/** Takes the journal's text piece by piece. */
export type TextSink = (text: string) => void;

/**
 * Text is hashed and handed on in pieces of about this many characters: a call for each line would cost more than the
 * line.
 */
const CHUNK = 64 * 1024;

/**
 * Turns a run into a journal: its text, where one is wanted, and the hash of what was decided. The hash is the
 * SHA-256 of the lines from line 2 on, each with its line end, without the `why` of decisions (contract, sections 1
 * and 4).
 */
export class JournalWriter implements OperationSink {
  readonly #encoder: LineEncoder;
  readonly #hash: Hash = createHash("sha256");
  readonly #sink: TextSink | null;
  #toHash = "";
  #toSink = "";

  /** @param text where the text goes, the header first; null when only the hash is wanted */
  constructor(directory: Directory, text: { readonly header: JournalHeader; readonly sink: TextSink } | null = null) {
    this.#encoder = new LineEncoder(directory);
    this.#sink = text === null ? null : text.sink;
    if (text !== null) this.#toSink = `${formatHeader(text.header)}\n`;
  }

  record(t: Micros, operation: Operation, decisions: Decisions): void {
    const line = this.#encoder.line(t, operation, decisions, false);
    this.#toHash += `${line}\n`;
    if (this.#sink !== null) {
      const explained = isExplained(decisions) ? this.#encoder.line(t, operation, decisions, true) : line;
      this.#toSink += `${explained}\n`;
      if (this.#toSink.length > CHUNK) this.#flushSink(this.#sink);
    }
    if (this.#toHash.length > CHUNK) this.#flushHash();
  }

  /**
   * Hands on what is left. Nothing may be recorded afterwards.
   * @returns the decisions' hash, in hexadecimal
   */
  finish(): string {
    this.#flushHash();
    if (this.#sink !== null) this.#flushSink(this.#sink);
    return this.#hash.digest("hex");
  }

  #flushHash(): void {
    this.#hash.update(this.#toHash);
    this.#toHash = "";
  }

  #flushSink(sink: TextSink): void {
    sink(this.#toSink);
    this.#toSink = "";
  }
}

function isExplained(decisions: Decisions): boolean {
  if (decisions === NO_DECISIONS) return false;
  const { offers, inverseOffers, revocations } = decisions;
  return [offers, inverseOffers, revocations].some((list) => list.some((decision) => decision.why !== null));
}
