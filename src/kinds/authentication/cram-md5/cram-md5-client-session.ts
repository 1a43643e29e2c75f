import { failed, ready } from "../../outcome.js";
import type { AuthenticationMessage } from "../authentication-message.js";
import type { AuthenticationSession, SessionHost, SessionState } from "../authentication-session.js";
import { CRAM_MD5, cramMd5Response } from "./cram-md5.js";

/** U4: in any other state the message is an error. `failed` and `error` are understood in every state. */
const EXPECTED_IN: Readonly<Partial<Record<AuthenticationMessage["type"], SessionState>>> = {
  mechanisms: "STARTING",
  step: "STEPPING",
  completed: "STEPPING",
};

/** The client's side of one attempt (U1, U2, U4). */
export class CramMd5ClientSession implements AuthenticationSession {
  readonly #principal: string;
  readonly #secret: string;
  readonly #host: SessionHost<boolean>;
  #state: SessionState = "READY";

  constructor(principal: string, secret: string, host: SessionHost<boolean>) {
    this.#principal = principal;
    this.#secret = secret;
    this.#host = host;
  }

  get state(): SessionState {
    return this.#state;
  }

  begin(client: string): void {
    this.#state = "STARTING";
    this.#host.send({ type: "authenticate", client });
  }

  onMessage(message: AuthenticationMessage): void {
    const expectedIn = EXPECTED_IN[message.type];
    if (expectedIn !== undefined && this.#state !== expectedIn) {
      this.#fail(`unexpected authentication message '${message.type}'`);
    } else if (message.type === "mechanisms") this.#choose(message.mechanisms);
    else if (message.type === "step") this.#respond(message.data);
    else if (message.type === "completed") this.#answered("COMPLETED");
    else if (message.type === "failed") this.#answered("FAILED");
    else if (message.type === "error") this.#fail(`the master answers: ${message.error}`);
  }

  close(): void {
    this.#state = "DISCARDED";
  }

  #choose(mechanisms: readonly string[]): void {
    if (mechanisms.includes(CRAM_MD5)) {
      this.#state = "STEPPING";
      this.#host.send({ type: "start", mechanism: CRAM_MD5, data: "" });
    } else this.#fail(`${CRAM_MD5} is not among the mechanisms offered (${mechanisms.join(", ")})`);
  }

  #respond(challenge: string): void {
    this.#host.send({ type: "step", data: cramMd5Response(this.#principal, this.#secret, challenge) });
  }

  #answered(state: "COMPLETED" | "FAILED"): void {
    this.#state = state;
    this.#host.complete(ready(state === "COMPLETED"));
  }

  #fail(error: string): void {
    this.#state = "ERROR";
    this.#host.complete(failed(error));
  }
}
