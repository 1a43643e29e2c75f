import type { AuthenticationSession, SessionHost } from "./authentication-session.js";
import type { Credential } from "./credential.js";

/** The side of an agent or framework. */
export interface Authenticatee {
  /**
   * One attempt. It completes with true when the master accepts, with false when it refuses for good, and fails for
   * anything that is worth another attempt. Only one attempt of a client is open at a time.
   *
   * @param client who asks, as the master knows it
   */
  authenticate(client: string, credential: Credential, host: SessionHost<boolean>): AuthenticationSession;
}
