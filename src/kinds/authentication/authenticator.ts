import type { AuthenticationSession, SessionHost } from "./authentication-session.js";
import type { Credential } from "./credential.js";

export type Initialized =
  | { readonly kind: "initialized"; readonly warnings: readonly string[] }
  | { readonly kind: "failed"; readonly message: string };

/** The principal, or null when the client is refused for good. A failure is transient: the client tries again. */
export type Principal = string | null;

/** The master's side of authentication; one instance for each master. */
export interface Authenticator {
  /**
   * Called once, before all else (U7).
   *
   * @param credentials all that are accepted; null when the master was given none
   */
  initialize(credentials: readonly Credential[] | null): Initialized;
  /**
   * Begins a session. A client that has one already is answered with a failure (U6), and so is everybody before
   * `initialize` (U7).
   */
  authenticate(client: string, host: SessionHost<Principal>): AuthenticationSession;
}
