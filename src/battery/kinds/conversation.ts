import type { Authenticatee } from "../../kinds/authentication/authenticatee.js";
import type { AuthenticationMessage } from "../../kinds/authentication/authentication-message.js";
import type { Authenticator, Principal } from "../../kinds/authentication/authenticator.js";
import type { Credential } from "../../kinds/authentication/credential.js";
import { HostedSession } from "../../kinds/authentication/hosted-session.js";
import type { Outcome } from "../../kinds/outcome.js";
import type { Timer } from "../../kinds/timer.js";

/** One side of one attempt, as the other sees it, and how it has ended. */
export class Party<T> {
  readonly said: AuthenticationMessage[] = [];
  readonly session: HostedSession<T>;
  outcome: Outcome<T> | null = null;

  /** @param deliver takes what it says; by default nobody listens */
  constructor(deliver: (message: AuthenticationMessage) => void = () => {}) {
    const transmit = (message: AuthenticationMessage) => {
      this.said.push(message);
      deliver(message);
    };
    this.session = new HostedSession<T>(transmit, (outcome) => {
      this.outcome ??= outcome;
    });
  }

  has(type: AuthenticationMessage["type"]): boolean {
    return this.said.some((message) => message.type === type);
  }
}

/** Two sides that talk with each other until nothing more is said. */
export class Conversation {
  readonly client: Party<boolean>;
  readonly server: Party<Principal>;

  constructor(
    authenticatee: Authenticatee,
    authenticator: Authenticator,
    timer: Timer,
    name: string,
    credential: Credential,
  ) {
    let isOpen = false;
    const toServer = (message: AuthenticationMessage) => {
      if (message.type !== "authenticate") return this.server.session.onMessage(message);
      if (isOpen) return;
      isOpen = true;
      this.server.session.begin((host) => authenticator.authenticate(name, host));
    };
    // Nothing arrives before the call that sent it has returned.
    this.client = new Party((message) => timer.after(0, () => toServer(message)));
    this.server = new Party((message) => timer.after(0, () => this.client.session.onMessage(message)));
    this.client.session.begin((host) => authenticatee.authenticate(name, credential, host));
  }

  /** How both sides see it, as one line. */
  get end(): string {
    return `the client ${clientEnd(this.client.outcome)}, the master ${serverEnd(this.server.outcome)}`;
  }
}

function clientEnd(outcome: Outcome<boolean> | null): string {
  if (outcome?.kind !== "ready") return unfinished(outcome);
  return outcome.value ? "is accepted" : "is refused";
}

function serverEnd(outcome: Outcome<Principal> | null): string {
  if (outcome?.kind !== "ready") return unfinished(outcome);
  return outcome.value === null ? "refuses" : `accepts ${outcome.value}`;
}

function unfinished(outcome: Outcome<unknown> | null): string {
  if (outcome === null) return "waits";
  return outcome.kind === "failed" ? `fails (${outcome.message})` : "fails";
}
