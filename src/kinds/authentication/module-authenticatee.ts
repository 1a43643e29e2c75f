import type { ModuleCall } from "../module-call.js";
import type { Authenticatee } from "./authenticatee.js";
import type { AuthenticationSession, SessionHost } from "./authentication-session.js";
import type { Credential } from "./credential.js";
import { ModuleSession } from "./module-session.js";

/** An authenticatee in another language; see `AUTHENTICATEE_METHODS`. */
export class ModuleAuthenticatee implements Authenticatee {
  readonly #call: ModuleCall;
  #sessions = 0;

  constructor(call: ModuleCall) {
    this.#call = call;
  }

  authenticate(client: string, credential: Credential, host: SessionHost<boolean>): AuthenticationSession {
    const session = new ModuleSession(this.#call, ++this.#sessions, host, readAcceptance);
    session.begin({ client, credential });
    return session;
  }
}

function readAcceptance(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}
