import { type Created, created, notCreated } from "../../src/kinds/created.js";
import type { ModuleInstance } from "../../src/kinds/module-instance.js";
import { type Complete, ready } from "../../src/kinds/outcome.js";
import type { ModuleSelection, ParticipatingModules } from "../../src/kinds/participating-modules.js";
import type { Timer } from "../../src/kinds/timer.js";

/** What one method of a module answers; a value is answered at once. */
export type PlainMethod = (input: never, complete: Complete<unknown>) => unknown;

export type PlainModule = Readonly<Record<string, PlainMethod>>;

export interface ParticipantsSketch {
  readonly selection?: Partial<ModuleSelection>;
  /** By kind, then by name: makes an instance, or says why not. */
  readonly modules?: Readonly<Record<string, Readonly<Record<string, (timer: Timer) => PlainModule | string>>>>;
}

const DEFAULTS: ModuleSelection = {
  hooks: [],
  hookSemantics: "0.23",
  isolators: null,
  authenticator: null,
  authenticatee: null,
  resourceEstimator: null,
  qosController: null,
};

/** Modules that live in the test itself. */
export class PlainParticipants implements ParticipatingModules {
  readonly selection: ModuleSelection;
  /** `Hook h1` for each create(), in order. */
  readonly made: string[] = [];
  /** As `made`, for each instance that was closed. */
  readonly closed: string[] = [];
  readonly warnings: string[] = [];
  readonly #modules: NonNullable<ParticipantsSketch["modules"]>;

  constructor({ selection = {}, modules = {} }: ParticipantsSketch) {
    this.selection = { ...DEFAULTS, ...selection };
    this.#modules = modules;
  }

  names(kind: string): readonly string[] {
    return Object.keys(this.#modules[kind] ?? {});
  }

  create(kind: string, name: string, timer: Timer): Created<ModuleInstance> {
    this.made.push(`${kind} ${name}`);
    const module = this.#modules[kind]?.[name]?.(timer);
    if (module === undefined) return notCreated(`there is no module ${name} of kind ${kind}`);
    if (typeof module === "string") return notCreated(module);
    return created({
      methods: Object.keys(module),
      call: (method, input, complete) => {
        // A method that may be absent does nothing.
        const answer = method in module ? module[method]?.(input as never, complete) : null;
        if (answer !== undefined) complete(ready(answer));
      },
      close: () => this.closed.push(`${kind} ${name}`),
    });
  }

  warn(line: string): void {
    this.warnings.push(line);
  }
}
