/** What a create() that gave no instance left behind. */
export type NoInstance = { readonly kind: "failed" | "refused" };

/** The loaded modules of kind Anonymous, with the door through which they are made. */
export interface LoadedAnonymousModules<Failure extends NoInstance> {
  /** In the order of registration, each once: two identical entries of a manifest are one registration (A6). */
  readonly names: readonly string[];
  /** A new instance, with the parameters of the manifest. */
  create(name: string): Creation<Failure> | Promise<Creation<Failure>>;
}

type Creation<Failure> = { readonly kind: "created"; readonly instance: object } | Failure;

export type AnonymousStart<Failure> =
  | { readonly kind: "started" }
  /** The process ends (A2). What was created before stays. */
  | { readonly kind: "failed"; readonly module: string; readonly failure: Failure };

/**
 * The modules that stand beside a master or agent without being called by it: once created they are never called and
 * never destroyed (A3), and all one sees of them is what they do on their own (A5).
 */
export class AnonymousModules<Failure extends NoInstance> {
  readonly #modules: LoadedAnonymousModules<Failure>;
  /** Held for ever: a module may stop whatever it does when it is collected. */
  readonly #instances = new Map<string, object>();

  constructor(modules: LoadedAnonymousModules<Failure>) {
    this.#modules = modules;
  }

  /** The names of those that were created, in that order. */
  get created(): readonly string[] {
    return [...this.#instances.keys()];
  }

  /**
   * Creates every one (A1): no flag chooses among them. To be called after the modules are loaded, and before hooks,
   * allocator, estimator and controller. The order is that of registration, which Mesos leaves open (A4). A second call
   * creates only what was registered since.
   */
  async start(): Promise<AnonymousStart<Failure>> {
    for (const name of this.#modules.names) {
      if (this.#instances.has(name)) continue;
      const creation = await this.#modules.create(name);
      if (creation.kind !== "created") return { kind: "failed", module: name, failure: creation };
      this.#instances.set(name, creation.instance);
    }
    return { kind: "started" };
  }
}
