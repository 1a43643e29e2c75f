import type { ModuleCall } from "../module-call.js";
import { failed, type Outcome } from "../outcome.js";
import type { AuthenticationMessage } from "./authentication-message.js";
import type { AuthenticationSession, CloseReason, SessionHost } from "./authentication-session.js";
import { AnswerDefect, type ReadValue, readActions } from "./session-actions.js";

/**
 * A session that a module in another language keeps, and knows by a number. Each call is answered with `SessionActions`,
 * at once or later; an answer that is none, or that fails, makes the session fail.
 */
export class ModuleSession<T> implements AuthenticationSession {
  readonly #call: ModuleCall;
  readonly #session: number;
  readonly #host: SessionHost<T>;
  readonly #readValue: ReadValue<T>;

  constructor(call: ModuleCall, session: number, host: SessionHost<T>, readValue: ReadValue<T>) {
    this.#call = call;
    this.#session = session;
    this.#host = host;
    this.#readValue = readValue;
  }

  /** @param input what the kind gives beside the number of the session */
  begin(input: object): void {
    this.#ask("authenticate", input);
  }

  onMessage(message: AuthenticationMessage): void {
    this.#ask("onMessage", { message });
  }

  close(reason: CloseReason): void {
    this.#call("close", { session: this.#session, reason }, () => {});
  }

  #ask(method: string, input: object): void {
    this.#call(method, { session: this.#session, ...input }, (answer) => this.#carryOut(method, answer));
  }

  #carryOut(method: string, answer: Outcome<unknown>): void {
    if (answer.kind !== "ready") {
      this.#host.complete(answer);
      return;
    }
    try {
      const { send, outcome } = readActions(answer.value, this.#readValue);
      for (const message of send) this.#host.send(message);
      if (outcome !== null) this.#host.complete(outcome);
    } catch (error) {
      if (!(error instanceof AnswerDefect)) throw error;
      this.#host.complete(failed(`the module's answer to ${method} is wrong: ${error.message}`));
    }
  }
}
