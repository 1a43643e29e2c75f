import type { AuthenticationMessage } from "../../../src/kinds/authentication/authentication-message.js";
import type { SessionHost } from "../../../src/kinds/authentication/authentication-session.js";
import type { Outcome } from "../../../src/kinds/outcome.js";

/** The surroundings of one session: keeps what it says and how it ends. */
export class RecordedHost<T> implements SessionHost<T> {
  readonly sent: AuthenticationMessage[] = [];
  readonly outcomes: Outcome<T>[] = [];

  send(message: AuthenticationMessage): void {
    this.sent.push(message);
  }

  complete(outcome: Outcome<T>): void {
    this.outcomes.push(outcome);
  }

  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }

  get last(): AuthenticationMessage | undefined {
    return this.sent.at(-1);
  }
}
