import { randomStream } from "../../base/random.js";
import type { Timer } from "../timer.js";
import { AttemptTimeouts } from "./attempt-timeouts.js";
import type { AuthenticationLimits } from "./authentication-limits.js";
import type { AuthenticationMessage } from "./authentication-message.js";
import type { Authenticator } from "./authenticator.js";
import { type AuthenticatingClient, ClientAuthentication, type Deliver } from "./client-authentication.js";
import { type AttemptAddress, MasterAuthentication } from "./master-authentication.js";

export type Side = "client" | "master";

export interface AuthenticationListener {
  /** Both sides agree: registration may begin, as this principal. Once for each time the client authenticates. */
  authenticated(client: string, principal: string): void;
  /** For good: the client gives up, an agent's process exits. */
  refused(client: string): void;
  /** An attempt has come to nothing on that side, for a reason that need not hold again. The client tries once more. */
  failed?(side: Side, client: string, why: string): void;
  /** Everything that is said, when it is said. */
  said?(from: Side, client: string, message: AuthenticationMessage): void;
}

export interface ExchangeSetting {
  /** Of the first master, initialised; null when it has loaded none (U8). */
  readonly authenticator: Authenticator | null;
  readonly timer: Timer;
  /** The run's seed, an integer in [0, 2^32). */
  readonly seed: number;
  readonly limits: AuthenticationLimits;
}

/**
 * Authentication of all clients with the master of a run. Messages take no virtual time, but none arrives before the
 * call that sent it has returned. The same seed, clients and calls give the same exchange.
 */
export class AuthenticationExchange {
  readonly #setting: ExchangeSetting;
  readonly #listener: AuthenticationListener;
  readonly #clients = new Map<string, ClientAuthentication>();
  #master: MasterAuthentication;

  constructor(setting: ExchangeSetting, listener: AuthenticationListener) {
    this.#setting = setting;
    this.#listener = listener;
    this.#master = this.#masterWith(setting.authenticator);
  }

  /** Makes a client known; it does nothing before it is started. */
  add(client: AuthenticatingClient): void {
    const name = client.client;
    const { timer, seed, limits } = this.#setting;
    const loop = new ClientAuthentication(client, {
      timer,
      timeouts: new AttemptTimeouts(limits, randomStream(seed, `authentication timeouts: ${name}`)),
      connect: (receive) => this.#connect(name, loop, receive),
      accepted: () => this.#agree(name),
      refused: () => {
        this.#master.exited(name);
        this.#listener.refused(name);
      },
      failed: (why) => this.#listener.failed?.("client", name, why),
    });
    this.#clients.set(name, loop);
  }

  /**
   * The client's process starts, for the first time or after it was lost.
   *
   * @throws Error for a client that was not added
   */
  start(client: string): void {
    const loop = this.#clients.get(client);
    if (loop === undefined) throw new Error(`${client} starts to authenticate without having been added`);
    loop.start();
  }

  /** The client's process is gone (U5). One that has never authenticated may be told of, too. */
  lost(client: string): void {
    this.#clients.get(client)?.exited();
    this.#master.exited(client);
  }

  /** Another master leads: nobody is authenticated with it, and all clients that run begin anew, in the order of `add` (U9). */
  newMaster(authenticator: Authenticator | null): void {
    this.#master.destroy();
    this.#master = this.#masterWith(authenticator);
    for (const client of this.#clients.values()) client.masterDetected();
  }

  /** Who the master takes the client for; undefined when it is not authenticated. */
  principalOf(client: string): string | undefined {
    return this.#master.principalOf(client);
  }

  #masterWith(authenticator: Authenticator | null): MasterAuthentication {
    const { timer, limits } = this.#setting;
    return new MasterAuthentication({
      authenticator,
      timer,
      timeout: limits.masterTimeout,
      marked: (client) => this.#agree(client),
      failed: (client, why) => this.#listener.failed?.("master", client, why),
    });
  }

  /** A way for one attempt: to the master of now, and back. */
  #connect(client: string, loop: ClientAuthentication, receive: Deliver): Deliver {
    const { timer } = this.#setting;
    const master = this.#master;
    const address: AttemptAddress = {
      client,
      send: (message) => {
        this.#listener.said?.("master", client, message);
        timer.after(0, () => receive(message));
      },
    };
    return (message) => {
      this.#listener.said?.("client", client, message);
      // A process that has gone in the meantime would only leave a session behind that nobody answers.
      timer.after(0, () => loop.isRunning && master.receive(address, message));
    };
  }

  /** A client that believes to be accepted while its master does not know it cannot register, nor the other way round. */
  #agree(client: string): void {
    const principal = this.#master.principalOf(client);
    const believes = this.#clients.get(client)?.isAuthenticated === true;
    if (believes && principal !== undefined) this.#listener.authenticated(client, principal);
  }
}
