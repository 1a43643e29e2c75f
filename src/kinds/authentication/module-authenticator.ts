import { answerNow, type ModuleCall } from "../module-call.js";
import type { AuthenticationSession, SessionHost } from "./authentication-session.js";
import type { Authenticator, Initialized, Principal } from "./authenticator.js";
import type { Credential } from "./credential.js";
import { ModuleSession } from "./module-session.js";

/** An authenticator in another language; see `AUTHENTICATOR_METHODS`. */
export class ModuleAuthenticator implements Authenticator {
  readonly #call: ModuleCall;
  #sessions = 0;

  constructor(call: ModuleCall) {
    this.#call = call;
  }

  initialize(credentials: readonly Credential[] | null): Initialized {
    const answer = answerNow(this.#call, "initialize", { credentials });
    if (answer.kind === "discarded") return { kind: "failed", message: "initialize was discarded" };
    if (answer.kind === "failed") return answer;
    const { warnings = [] } = (answer.value ?? {}) as { warnings?: unknown };
    if (isTexts(warnings)) return { kind: "initialized", warnings };
    const message = `initialize answers with warnings, a list of texts, not ${JSON.stringify(answer.value)}`;
    return { kind: "failed", message };
  }

  authenticate(client: string, host: SessionHost<Principal>): AuthenticationSession {
    const session = new ModuleSession(this.#call, ++this.#sessions, host, readPrincipal);
    session.begin({ client });
    return session;
  }
}

/** In some languages a field that is null is one that is not there. */
function readPrincipal(value: unknown): Principal | undefined {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
