import type { Micros } from "../../base/time.js";
import type { Outcome } from "../outcome.js";
import type { Timer } from "../timer.js";
import type { AttemptTimeouts } from "./attempt-timeouts.js";
import type { Authenticatee } from "./authenticatee.js";
import type { AuthenticationMessage } from "./authentication-message.js";
import type { Credential } from "./credential.js";
import { HostedSession } from "./hosted-session.js";

/** An agent or framework that has to authenticate before it registers. */
export interface AuthenticatingClient {
  readonly client: string;
  readonly credential: Credential;
  readonly authenticatee: Authenticatee;
}

export type Deliver = (message: AuthenticationMessage) => void;

/** What the loop of a client needs from its surroundings. */
export interface ClientSurroundings {
  readonly timer: Timer;
  readonly timeouts: AttemptTimeouts;
  /** A way of its own to the master for one attempt. @returns sends to the master */
  readonly connect: (receive: Deliver) => Deliver;
  readonly accepted: () => void;
  /** For good: an agent's process exits. */
  readonly refused: () => void;
  /** An attempt has failed, another follows. */
  readonly failed: (why: string) => void;
}

/** Tries until it is accepted or refused (U9). */
export class ClientAuthentication {
  readonly #client: AuthenticatingClient;
  readonly #surroundings: ClientSurroundings;
  #state: "idle" | "authenticating" | "authenticated" | "refused" = "idle";
  #attempt: HostedSession<boolean> | undefined;
  /** Calls off what is to happen when the drawn time is over: the end of an open attempt, or the next one. */
  #cancelDue = () => {};

  constructor(client: AuthenticatingClient, surroundings: ClientSurroundings) {
    this.#client = client;
    this.#surroundings = surroundings;
  }

  get isAuthenticated(): boolean {
    return this.#state === "authenticated";
  }

  /** Whether its process is there: started, and neither lost nor gone because of a refusal. */
  get isRunning(): boolean {
    return this.#state === "authenticating" || this.#state === "authenticated";
  }

  /** The client's process has started and knows a master. Has no effect on one that runs. */
  start(): void {
    if (this.#state !== "idle") return;
    this.#surroundings.timeouts.reset();
    this.#try();
  }

  /** There is a new master: an open attempt is discarded and tried again, an authenticated client starts over (U9). */
  masterDetected(): void {
    if (this.#state === "authenticated") {
      this.#state = "idle";
      this.start();
    } else if (this.#state === "authenticating") {
      this.#attempt?.close("discarded");
      // Whoever heard of the failure may have ended the client.
      if (!this.isRunning) return;
      this.#cancelDue();
      this.#try();
    }
  }

  /** The client's process is gone. */
  exited(): void {
    this.#state = "idle";
    this.#cancelDue();
    this.#attempt?.close("destroyed");
  }

  #try(): void {
    const { timer, timeouts, connect } = this.#surroundings;
    const { client, credential, authenticatee } = this.#client;
    const timeout = timeouts.draw();
    const begun = timer.now;
    this.#state = "authenticating";
    const send = connect((message) => attempt.onMessage(message));
    const attempt = new HostedSession<boolean>(send, (outcome) => this.#ended(outcome, begun, timeout));
    this.#attempt = attempt;
    this.#cancelDue = timer.after(timeout, () => attempt.close("discarded"));
    attempt.begin((host) => authenticatee.authenticate(client, credential, host));
  }

  #ended(outcome: Outcome<boolean>, begun: Micros, timeout: Micros): void {
    this.#attempt = undefined;
    this.#cancelDue();
    if (this.#state === "idle") return;
    if (outcome.kind === "ready") this.#answered(outcome.value);
    else this.#tryAgain(outcome.kind === "failed" ? outcome.message : "the attempt was discarded", begun, timeout);
  }

  #tryAgain(why: string, begun: Micros, timeout: Micros): void {
    const { timer, timeouts, failed } = this.#surroundings;
    timeouts.afterFailure();
    // Mesos tries again at once, which takes it the time of some messages. Here messages take none: an attempt that
    // failed in the moment in which it began would be repeated for ever in that moment.
    const wait = timer.now > begun ? 0 : timeout;
    this.#cancelDue = timer.after(wait, () => this.#try());
    failed(why);
  }

  #answered(isAccepted: boolean): void {
    this.#state = isAccepted ? "authenticated" : "refused";
    if (isAccepted) this.#surroundings.accepted();
    else this.#surroundings.refused();
  }
}
