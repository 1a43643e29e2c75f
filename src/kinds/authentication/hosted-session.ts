import { type Complete, failed, type Outcome } from "../outcome.js";
import type { AuthenticationMessage } from "./authentication-message.js";
import type { AuthenticationSession, CloseReason, SessionHost } from "./authentication-session.js";

const CLOSED: Readonly<Record<CloseReason, string>> = {
  discarded: "authentication discarded",
  exited: "the client is gone",
  destroyed: "the authentication session was destroyed",
};

/**
 * What the house holds of one session of either side, whoever wrote it: it ends once, and what comes after that is
 * stale and ignored (U6). That closing it makes it fail is the house's promise, not the module's (U5, U10).
 */
export class HostedSession<T> implements SessionHost<T> {
  readonly #transmit: (message: AuthenticationMessage) => void;
  readonly #ended: Complete<T>;
  #session: AuthenticationSession | undefined;
  #isOver = false;

  constructor(transmit: (message: AuthenticationMessage) => void, ended: Complete<T>) {
    this.#transmit = transmit;
    this.#ended = ended;
  }

  /** May end at once, within this call. */
  begin(open: (host: SessionHost<T>) => AuthenticationSession): void {
    this.#session = open(this);
  }

  onMessage(message: AuthenticationMessage): void {
    if (!this.#isOver) this.#session?.onMessage(message);
  }

  close(reason: CloseReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#session?.close(reason);
    this.#ended(failed(CLOSED[reason]));
  }

  send(message: AuthenticationMessage): void {
    if (!this.#isOver) this.#transmit(message);
  }

  complete(outcome: Outcome<T>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#ended(outcome);
  }
}
