import type { Micros } from "../../base/time.js";
import type { Outcome } from "../outcome.js";
import type { Timer } from "../timer.js";
import type { AuthenticationMessage } from "./authentication-message.js";
import type { CloseReason } from "./authentication-session.js";
import type { Authenticator, Principal } from "./authenticator.js";
import { HostedSession } from "./hosted-session.js";

/** Where one attempt of a client is reached. Each attempt has a place of its own, so that answers to an old one get lost. */
export interface AttemptAddress {
  readonly client: string;
  send(message: AuthenticationMessage): void;
}

interface Outstanding {
  readonly from: AttemptAddress;
  readonly session: HostedSession<Principal>;
  readonly cancelTimeout: () => void;
}

/** What the master's side needs from its surroundings. */
export interface MasterSurroundings {
  /** Initialised; null when the master has loaded none (U8). */
  readonly authenticator: Authenticator | null;
  readonly timer: Timer;
  /** Of one session (U9). */
  readonly timeout: Micros;
  /** The client has become authenticated. */
  readonly marked: (client: string) => void;
  /** A session has come to nothing. */
  readonly failed: (client: string, why: string) => void;
}

/** Who has authenticated with a master, and who is about to: at most one session for each client. */
export class MasterAuthentication {
  readonly #surroundings: MasterSurroundings;
  readonly #outstanding = new Map<string, Outstanding>();
  readonly #principals = new Map<string, string>();
  #isGone = false;

  constructor(surroundings: MasterSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Who the client has authenticated as; undefined when it has not, or asks anew. */
  principalOf(client: string): string | undefined {
    return this.#principals.get(client);
  }

  /** A message of a client. One that belongs to no open session finds nobody. */
  receive(from: AttemptAddress, message: AuthenticationMessage): void {
    if (this.#isGone) return;
    const outstanding = this.#outstanding.get(from.client);
    if (message.type === "authenticate") this.#request(from);
    else if (outstanding?.from === from) outstanding.session.onMessage(message);
  }

  /** The client is gone (U5). */
  exited(client: string): void {
    this.#forget(client, "exited");
  }

  /** The master is gone: what is pending fails (U5), and nothing is received any more. */
  destroy(): void {
    this.#isGone = true;
    for (const client of [...this.#outstanding.keys()]) this.#forget(client, "destroyed");
    this.#principals.clear();
  }

  /** U6: a new request discards the outstanding one and takes the mark away before it starts over. */
  #request(from: AttemptAddress): void {
    this.#forget(from.client, "discarded");
    const { authenticator, timer, timeout } = this.#surroundings;
    if (authenticator === null) {
      from.send({ type: "error", error: "no authenticator is loaded" });
      return;
    }
    const session = new HostedSession<Principal>(
      (message) => from.send(message),
      (outcome) => this.#ended(from.client, outcome),
    );
    const cancelTimeout = timer.after(timeout, () => session.close("discarded"));
    this.#outstanding.set(from.client, { from, session, cancelTimeout });
    session.begin((host) => authenticator.authenticate(from.client, host));
  }

  #forget(client: string, why: CloseReason): void {
    this.#outstanding.get(client)?.session.close(why);
    this.#principals.delete(client);
  }

  /** A refused client is not told here: its own side of the exchange has heard of it. */
  #ended(client: string, outcome: Outcome<Principal>): void {
    this.#outstanding.get(client)?.cancelTimeout();
    this.#outstanding.delete(client);
    if (outcome.kind !== "ready") {
      this.#surroundings.failed(client, outcome.kind === "failed" ? outcome.message : "authentication discarded");
    } else if (outcome.value !== null) {
      this.#principals.set(client, outcome.value);
      this.#surroundings.marked(client);
    }
  }
}
