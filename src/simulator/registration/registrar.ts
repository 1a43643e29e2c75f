import { AllocatorFailure } from "../../allocator/failure.js";
import { randomStream } from "../../base/random.js";
import type { AuthenticationPlan, CredentialPlan } from "../../cluster/plan.js";
import type { Authenticatee } from "../../kinds/authentication/authenticatee.js";
import { type AuthenticationCounters, noAuthentications } from "../../kinds/authentication/authentication-counters.js";
import {
  AuthenticationExchange,
  type AuthenticationListener,
  type Side,
} from "../../kinds/authentication/authentication-exchange.js";
import { DEFAULT_AUTHENTICATION_LIMITS } from "../../kinds/authentication/authentication-limits.js";
import type { Authenticator } from "../../kinds/authentication/authenticator.js";
import { CramMd5Authenticatee } from "../../kinds/authentication/cram-md5/cram-md5-authenticatee.js";
import { CramMd5Authenticator } from "../../kinds/authentication/cram-md5/cram-md5-authenticator.js";
import { ModuleAuthenticatee } from "../../kinds/authentication/module-authenticatee.js";
import { ModuleAuthenticator } from "../../kinds/authentication/module-authenticator.js";
import type { Timer } from "../../kinds/timer.js";
import type { StartedModules } from "../started-modules.js";

/** A framework or agent that wants to register. */
export interface RegisteringClient {
  /** `framework:web`, `agent:a1` */
  readonly name: string;
  readonly credential: CredentialPlan | undefined;
  /** The master knows who it is: it registers. */
  accepted(): void;
  /** For good: an agent's process exits, a framework gives up. */
  refused(): void;
  /** An attempt has come to nothing, another follows: nobody knows whether it will ever register. */
  keptWaiting(): void;
}

/** Mesos' built-in on both sides. */
const BUILT_IN = "crammd5";

/**
 * The master's door. Where nobody has to say who he is, everybody comes in at once; else those do who have authenticated
 * (U1-U9), and without a credential those of whom none is required.
 */
export class Registrar implements AuthenticationListener {
  readonly counters: AuthenticationCounters = noAuthentications();
  readonly #plan: AuthenticationPlan | undefined;
  readonly #modules: StartedModules | null;
  readonly #exchange: AuthenticationExchange | null;
  readonly #clients = new Map<string, RegisteringClient>();

  /** @throws AllocatorFailure when the chosen authenticator cannot be made or initialized */
  constructor(
    plan: AuthenticationPlan | undefined,
    modules: StartedModules | null,
    timer: Timer,
    /** The run's. */
    seed: number,
  ) {
    this.#plan = plan;
    this.#modules = modules;
    const isOpen = plan === undefined && (modules?.selection.authenticator ?? null) === null;
    this.#exchange = isOpen
      ? null
      : new AuthenticationExchange(
          { authenticator: this.#authenticator(timer, seed), timer, seed, limits: DEFAULT_AUTHENTICATION_LIMITS },
          this,
        );
  }

  /** Null: nobody is asked who he is. */
  get tally(): AuthenticationCounters | null {
    return this.#exchange === null ? null : this.counters;
  }

  /** The client's process has started, for the first time or again. It hears at once or later what comes of it. */
  enter(client: RegisteringClient): void {
    const { name, credential } = client;
    if (this.#exchange === null || (credential === undefined && this.#plan?.required !== true)) {
      client.accepted();
    } else if (credential === undefined) {
      this.#turnAway(client, "it has no credential");
    } else {
      if (!this.#clients.has(name)) {
        this.#clients.set(name, client);
        this.#exchange.add({ client: name, credential, authenticatee: this.#authenticatee() });
      }
      this.#exchange.start(name);
    }
  }

  /** The client's process is gone, whether it had been let in or not. */
  left({ name }: RegisteringClient): void {
    this.#exchange?.lost(name);
  }

  /** Who the master takes a client for; null when it has not authenticated. */
  principalOf(client: string): string | null {
    return this.#exchange?.principalOf(client) ?? null;
  }

  authenticated(client: string): void {
    this.counters["authentications.accepted"]++;
    this.#clients.get(client)?.accepted();
  }

  refused(client: string): void {
    this.#turnAway(this.#clients.get(client) as RegisteringClient, "the authenticator has turned it away");
  }

  failed(side: Side, client: string, why: string): void {
    if (side !== "client") return;
    this.counters["authentications.failed"]++;
    this.#modules?.warn(`${client} could not authenticate, and will try again: ${why}`);
    this.#clients.get(client)?.keptWaiting();
  }

  #turnAway(client: RegisteringClient, why: string): void {
    this.counters["authentications.refused"]++;
    this.#modules?.warn(`${client.name} does not register: ${why}`);
    client.refused();
  }

  #authenticator(timer: Timer, seed: number): Authenticator {
    const name = this.#modules?.selection.authenticator ?? BUILT_IN;
    const authenticator =
      name === BUILT_IN || this.#modules === null
        ? new CramMd5Authenticator(timer, randomStream(seed, "authentication challenges"))
        : new ModuleAuthenticator(callOf(this.#modules, "Authenticator", name));
    const initialized = authenticator.initialize(this.#plan?.credentials ?? null);
    if (initialized.kind === "failed") {
      throw new AllocatorFailure("loadFailed", `the authenticator ${name}: ${initialized.message}`);
    }
    for (const warning of initialized.warnings) this.#modules?.warn(`the authenticator ${name}: ${warning}`);
    return authenticator;
  }

  /** One for each client, as each is a process of its own. */
  #authenticatee(): Authenticatee {
    const name = this.#modules?.selection.authenticatee ?? BUILT_IN;
    return name === BUILT_IN || this.#modules === null
      ? new CramMd5Authenticatee()
      : new ModuleAuthenticatee(callOf(this.#modules, "Authenticatee", name));
  }
}

function callOf(modules: StartedModules, kind: string, name: string) {
  const instance = modules.create(kind, name);
  return (...call: Parameters<typeof instance.call>) => instance.call(...call);
}
