import { ready } from "../../outcome.js";
import type { Authenticatee } from "../authenticatee.js";
import type { AuthenticationSession, SessionHost } from "../authentication-session.js";
import type { Credential } from "../credential.js";
import { IDLE_SESSION } from "../idle-session.js";
import { CramMd5ClientSession } from "./cram-md5-client-session.js";

/** The built-in authenticatee, `crammd5`. */
export class CramMd5Authenticatee implements Authenticatee {
  authenticate(client: string, credential: Credential, host: SessionHost<boolean>): AuthenticationSession {
    if (credential.secret === null) {
      // U3: refused before anything is sent.
      host.complete(ready(false));
      return IDLE_SESSION;
    }
    const session = new CramMd5ClientSession(credential.principal, credential.secret, host);
    session.begin(client);
    return session;
  }
}
