import type { RandomSource } from "../../../base/random.js";
import { failed } from "../../outcome.js";
import type { Timer } from "../../timer.js";
import type { AuthenticationSession, SessionHost } from "../authentication-session.js";
import type { Authenticator, Initialized, Principal } from "../authenticator.js";
import type { Credential } from "../credential.js";
import { IDLE_SESSION } from "../idle-session.js";
import { CramMd5ServerSession } from "./cram-md5-server-session.js";

/** The built-in authenticator, `crammd5`. */
export class CramMd5Authenticator implements Authenticator {
  readonly #timer: Timer;
  readonly #random: RandomSource;
  readonly #active = new Set<string>();
  #secrets: ReadonlyMap<string, string> | undefined;

  /** @param random a stream of its own, for the challenges */
  constructor(timer: Timer, random: RandomSource) {
    this.#timer = timer;
    this.#random = random;
  }

  /** U7. Of equal principals the later one counts; one without a secret is as good as unknown. */
  initialize(credentials: readonly Credential[] | null): Initialized {
    if (this.#secrets !== undefined) {
      return { kind: "failed", message: "the authenticator is initialized already" };
    }
    this.#secrets = secretsOf(credentials ?? []);
    const warnings = credentials === null ? ["no credentials were given: every request will be refused"] : [];
    return { kind: "initialized", warnings };
  }

  authenticate(client: string, host: SessionHost<Principal>): AuthenticationSession {
    const secrets = this.#secrets;
    if (secrets === undefined) return refuse(host, "the authenticator is not initialized");
    if (this.#active.has(client)) return refuse(host, `an authentication session of ${client} is already active`);
    this.#active.add(client);
    const session = new CramMd5ServerSession(
      { secretOf: (principal) => secrets.get(principal), challenge: () => this.#challenge() },
      {
        send: (message) => host.send(message),
        complete: (outcome) => {
          this.#active.delete(client);
          host.complete(outcome);
        },
      },
    );
    session.begin();
    return {
      onMessage: (message) => session.onMessage(message),
      close: (reason) => {
        this.#active.delete(client);
        session.close(reason);
      },
    };
  }

  /** RFC 2195's form: a random number, the time, and who asks. */
  #challenge(): string {
    return `<${Math.floor(this.#random() * 2 ** 52)}.${this.#timer.now}@master>`;
  }
}

function secretsOf(credentials: readonly Credential[]): ReadonlyMap<string, string> {
  const secrets = new Map<string, string>();
  for (const { principal, secret } of credentials) {
    if (secret === null) secrets.delete(principal);
    else secrets.set(principal, secret);
  }
  return secrets;
}

function refuse(host: SessionHost<Principal>, why: string): AuthenticationSession {
  host.complete(failed(why));
  return IDLE_SESSION;
}
