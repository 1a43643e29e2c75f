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

/** Where a journal's text goes. */
export interface JournalDestination {
  readonly header: JournalHeader;
  readonly sink: TextSink;
}

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
  readonly #trail: TextSink | null;
  #toHash = "";
  #toSink = "";
  #toTrail = "";
  #begun: { readonly operation: Operation; readonly text: string } | null = null;

  /**
   * @param text where the text goes, the header first; null when only the hash is wanted
   * @param trail takes the lines without the header, never later than `begin`, which puts a `?` before its own; null: nobody
   *   follows
   */
  constructor(directory: Directory, text: JournalDestination | null = null, trail: TextSink | null = null) {
    this.#encoder = new LineEncoder(directory);
    this.#sink = text === null ? null : text.sink;
    if (text !== null) this.#toSink = `${formatHeader(text.header)}\n`;
    this.#trail = trail;
  }

  /**
   * Tells the trail, before the allocator is asked, which operation it is asked about: should the allocator never answer, the
   * trail ends with that line, cut where its decisions would follow.
   */
  begin(t: Micros, operation: Operation): void {
    if (this.#trail === null) return;
    const text = this.#encoder.beginning(t, operation);
    this.#begun = { operation, text };
    this.#trail(`${this.#toTrail}?${text}`);
    this.#toTrail = "";
  }

  record(t: Micros, operation: Operation, decisions: Decisions): void {
    const begun = this.#begun?.operation === operation ? this.#begun.text : null;
    this.#begun = null;
    const beginning = begun ?? this.#encoder.beginning(t, operation);
    const ending = `${this.#encoder.decisions(decisions, false)}}\n`;
    this.#toHash += beginning + ending;
    if (this.#toHash.length > CHUNK) this.#flushHash();
    if (this.#sink === null && this.#trail === null) return;
    const explained = isExplained(decisions) ? `${this.#encoder.decisions(decisions, true)}}\n` : ending;
    if (this.#sink !== null) this.#writeToSink(this.#sink, beginning + explained);
    if (this.#trail !== null) this.#writeToTrail(this.#trail, begun === null ? beginning + explained : explained);
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

  #writeToSink(sink: TextSink, text: string): void {
    this.#toSink += text;
    if (this.#toSink.length > CHUNK) this.#flushSink(sink);
  }

  #writeToTrail(trail: TextSink, text: string): void {
    this.#toTrail += text;
    if (this.#toTrail.length <= CHUNK) return;
    trail(this.#toTrail);
    this.#toTrail = "";
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
