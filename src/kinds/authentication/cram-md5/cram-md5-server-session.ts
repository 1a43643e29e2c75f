import { failed, ready } from "../../outcome.js";
import type { AuthenticationMessage } from "../authentication-message.js";
import type { AuthenticationSession, CloseReason, SessionHost, SessionState } from "../authentication-session.js";
import type { Principal } from "../authenticator.js";
import { CRAM_MD5, cramMd5Response, principalOf } from "./cram-md5.js";

/** What a session asks its authenticator. */
export interface ServerSecrets {
  secretOf(principal: string): string | undefined;
  /** Another one each time. */
  challenge(): string;
}

/** U4: in any other state the message is an error. */
const EXPECTED_IN: Readonly<Record<"start" | "step", SessionState>> = { start: "STARTING", step: "STEPPING" };

/** The master's side of one attempt (U1, U2, U4). */
export class CramMd5ServerSession implements AuthenticationSession {
  readonly #secrets: ServerSecrets;
  readonly #host: SessionHost<Principal>;
  #challenge = "";
  #state: SessionState = "READY";

  constructor(secrets: ServerSecrets, host: SessionHost<Principal>) {
    this.#secrets = secrets;
    this.#host = host;
  }

  get state(): SessionState {
    return this.#state;
  }

  begin(): void {
    this.#state = "STARTING";
    this.#host.send({ type: "mechanisms", mechanisms: [CRAM_MD5] });
  }

  onMessage(message: AuthenticationMessage): void {
    if (message.type !== "start" && message.type !== "step") return;
    if (this.#state !== EXPECTED_IN[message.type]) this.#fail(`unexpected authentication message '${message.type}'`);
    else if (message.type === "start") this.#start(message.mechanism, message.data);
    else this.#step(message.data);
  }

  close(reason: CloseReason): void {
    this.#state = reason === "exited" ? "ERROR" : "DISCARDED";
  }

  #start(mechanism: string, data: string): void {
    if (mechanism !== CRAM_MD5 || data !== "") {
      this.#fail(`authentication starts with the mechanism ${CRAM_MD5} and no data`);
      return;
    }
    this.#challenge = this.#secrets.challenge();
    this.#state = "STEPPING";
    this.#host.send({ type: "step", data: this.#challenge });
  }

  #step(response: string): void {
    const principal = principalOf(response);
    if (principal === undefined) {
      this.#fail("the response names no principal");
      return;
    }
    const secret = this.#secrets.secretOf(principal);
    const isRight = secret !== undefined && response === cramMd5Response(principal, secret, this.#challenge);
    this.#state = isRight ? "COMPLETED" : "FAILED";
    this.#host.send({ type: isRight ? "completed" : "failed" });
    this.#host.complete(ready(isRight ? principal : null));
  }

  #fail(error: string): void {
    this.#state = "ERROR";
    this.#host.send({ type: "error", error });
    this.#host.complete(failed(error));
  }
}
