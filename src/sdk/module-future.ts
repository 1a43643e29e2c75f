import { plainText } from "./module-data.js";

/**
 * Takes the end of a call: members of an `EndedCall`, as JSON.
 * @internal
 */
export type EndCall = (token: number, end: string) => void;

/** An answer that comes later. The first end counts, further ones are ignored. */
export class Future {
  readonly #endCall: EndCall;
  readonly #calls: number[] = [];
  #end: string | undefined;

  /** @internal */
  constructor(endCall: EndCall) {
    this.#endCall = endCall;
  }

  /** @param value plain data; nothing is as good as null */
  complete(value?: unknown): void {
    this.#finish(`"kind":"ready","value":${plainText(value)}`);
  }

  fail(message: string): void {
    this.#finish(`"kind":"failed","message":${JSON.stringify(String(message))}`);
  }

  discard(): void {
    this.#finish(`"kind":"discarded"`);
  }

  /**
   * This is the answer to that call.
   * @internal
   */
  answers(token: number): void {
    if (this.#end === undefined) this.#calls.push(token);
    else this.#endCall(token, this.#end);
  }

  #finish(end: string): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const token of this.#calls) this.#endCall(token, end);
  }
}
