import { AllocatorFailure } from "../allocator/failure.js";
import { BadInput, formatComplaint } from "../base/bad-input.js";
import { oneLine } from "../base/one-line.js";
import { AnonymousModules } from "../kinds/anonymous/anonymous-modules.js";
import type { Created } from "../kinds/created.js";
import { type GuestHook, hookOf } from "../kinds/hook/guest-hook.js";
import { HookManager } from "../kinds/hook/hook-manager.js";
import type { CreatedHook, HookModules } from "../kinds/hook/hook-modules.js";
import type { ModuleInstance } from "../kinds/module-instance.js";
import type { ModuleSelection, ParticipatingModules } from "../kinds/participating-modules.js";
import type { Timer } from "../kinds/timer.js";
import { blaming, namedInstance, namedTimer } from "./named-instance.js";

/** The modules of a run once it has begun: the anonymous ones are there, the hooks are installed. */
export class StartedModules {
  readonly hooks: HookManager;
  readonly #modules: ParticipatingModules;
  readonly #timer: Timer;
  readonly #open = new Set<ModuleInstance>();

  private constructor(modules: ParticipatingModules, timer: Timer, onHookError: () => void) {
    this.#modules = modules;
    this.#timer = timer;
    this.hooks = new HookManager({
      modules: this.#hookModules(),
      warn: (line) => {
        this.warn(line);
        onHookError();
      },
      semantics: modules.selection.hookSemantics,
    });
  }

  /**
   * Anonymous modules come first, then hooks (A1); of what is made one by one, agents and master make their own later.
   *
   * @param onHookError told of each error that a hook reports of itself
   * @throws AllocatorFailure when one of them cannot be made: nothing is simulated then (A2, H2)
   */
  static async start(
    modules: ParticipatingModules,
    timer: Timer,
    onHookError: () => void = () => {},
  ): Promise<StartedModules> {
    const anonymous = new AnonymousModules<Failed>({
      names: modules.names("Anonymous"),
      create: (name) => modules.create("Anonymous", name, timer),
    });
    const start = await anonymous.start();
    if (start.kind === "failed") throw notMade("Anonymous", start.module, start.failure.message);
    const started = new StartedModules(modules, timer, onHookError);
    for (const name of modules.selection.hooks) {
      const fault = started.hooks.install(name);
      if (fault !== null) throw new AllocatorFailure("loadFailed", fault.message);
    }
    return started;
  }

  get selection(): ModuleSelection {
    return this.#modules.selection;
  }

  /** @throws AllocatorFailure when there is no instance */
  create(kind: string, name: string): ModuleInstance {
    const creation = this.#make(kind, name);
    if (creation.kind === "failed") throw notMade(kind, name, creation.message);
    return creation.instance;
  }

  /** The process that an instance belongs to is gone. */
  close(instance: ModuleInstance): void {
    if (this.#open.delete(instance)) instance.close();
  }

  /** The run is over. Anonymous modules are never destroyed (A3). */
  closeAll(): void {
    for (const instance of this.#open) this.close(instance);
  }

  warn(line: string): void {
    this.#modules.warn(oneLine(line));
  }

  #make(kind: string, name: string): Created<ModuleInstance> {
    const timer = namedTimer(name, this.#timer);
    const creation = blaming(name, () => this.#modules.create(kind, name, timer));
    if (creation.kind === "failed") return creation;
    const instance = namedInstance(name, creation.instance);
    this.#open.add(instance);
    return { kind: "created", instance };
  }

  #hookModules(): HookModules {
    return {
      names: this.#modules.names("Hook"),
      create: (name) => {
        const creation = this.#make("Hook", name);
        if (creation.kind === "failed") return creation;
        const { instance } = creation;
        const guest: GuestHook = { name, methods: instance.methods, call: (...call) => instance.call(...call) };
        return hookCreation(guest);
      },
    };
  }
}

type Failed = Extract<ReturnType<ParticipatingModules["create"]>, { readonly kind: "failed" }>;

/** A module with a method that no hook has is one that could not be made (D15). */
function hookCreation(guest: GuestHook): CreatedHook {
  try {
    return { kind: "created", hook: hookOf(guest) };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { kind: "failed", message: error.complaints.map(formatComplaint).join("; ") };
  }
}

function notMade(kind: string, name: string, why: string): AllocatorFailure {
  return new AllocatorFailure("loadFailed", `the module ${name} of kind ${kind} could not be created: ${oneLine(why)}`);
}
