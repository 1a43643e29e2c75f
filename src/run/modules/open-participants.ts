import { AllocatorFailure } from "../../allocator/failure.js";
import type { Micros } from "../../base/time.js";
import { created, notCreated } from "../../kinds/created.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { Awaitable, OpenLibrary, OpenModule, Reply } from "../../kinds/open-library.js";
import type { ParticipatingModules } from "../../kinds/participating-modules.js";
import type { Timer } from "../../kinds/timer.js";
import type { LocatedLibrary } from "./located-library.js";
import type { LoadableModule, ModuleSetup } from "./module-setup.js";
import { type LibraryWorld, openLibrary } from "./open-library.js";

type Module = OpenModule<ModuleInstance>;

/**
 * Stands in for the virtual time of a simulation that has not begun when its modules' libraries are opened, and says when
 * code of modules runs in it.
 */
class WatchedTimer implements Timer {
  timer: Timer | null = null;
  readonly #monitor: ModuleMonitor;

  constructor(monitor: ModuleMonitor) {
    this.#monitor = monitor;
  }

  get now(): Micros {
    return this.timer?.now ?? 0;
  }

  after(delay: Micros, action: () => void): () => void {
    if (this.timer === null) throw new Error("there is no virtual time yet");
    return this.timer.after(delay, () => this.over(action));
  }

  over<T>(run: () => T): T {
    this.#monitor.enterModule(this.now);
    try {
      return run();
    } finally {
      this.#monitor.leave();
    }
  }
}

export interface Surroundings {
  /** Told when code of a module runs: that time is limited. */
  readonly monitor: ModuleMonitor;
  /** Takes a line for people. */
  readonly warn: (line: string) => void;
}

export interface ModuleMonitor {
  enterModule(t: Micros): void;
  leave(): void;
}

/**
 * Opens the libraries of all modules that take part in a run beside its allocator, each once (M21). To be called in the
 * run's own process: foreign code runs from here on.
 *
 * @throws AllocatorFailure when a library or module that was sound when it was verified no longer is
 */
export async function openParticipants(
  { modules, selection, luaEngine }: ModuleSetup,
  world: Omit<LibraryWorld, "timer" | "luaEngine">,
  { monitor, warn }: Surroundings,
): Promise<ParticipatingModules> {
  const watch = new WatchedTimer(monitor);
  const participants = modules.filter(({ kind }) => kind !== "Allocator");
  const libraries = new Map<string, OpenLibrary<ModuleInstance>>();
  const open = new Map<string, Module>();
  for (const { name, library } of participants) {
    const opened = libraries.get(library.library) ?? (await openOrFail(library, { ...world, luaEngine, timer: watch }));
    libraries.set(library.library, opened);
    open.set(name, await moduleOrFail(opened, name));
  }
  return {
    selection,
    names: (kind) => participants.filter((module) => module.kind === kind).map(({ name }) => name),
    create: (_, name, virtualTime) => {
      watch.timer = virtualTime;
      const { parameters } = participants.find((module) => module.name === name) as LoadableModule;
      const creation = instanceOf(
        name,
        watch.over(() => (open.get(name) as Module).create(parameters)),
      );
      if (creation.kind === "failed") return creation;
      const { instance } = creation;
      return created({
        methods: instance.methods,
        call: (...call) => watch.over(() => instance.call(...call)),
        close: () => instance.close(),
      });
    },
    warn,
  };
}

async function openOrFail(library: LocatedLibrary, world: LibraryWorld): Promise<OpenLibrary<ModuleInstance>> {
  const opening = await openLibrary(library, world);
  if (opening.kind === "refused") throw new AllocatorFailure("loadFailed", `${library.library}: ${opening.message}`);
  return readyValue(opening);
}

async function moduleOrFail(library: OpenLibrary<ModuleInstance>, name: string): Promise<Module> {
  const module = readyValue(await library.module(name));
  if (module === null) throw new AllocatorFailure("loadFailed", `the module ${name} is gone from its library`);
  return module;
}

function instanceOf(
  name: string,
  reply: Awaitable<Reply<ModuleInstance | null>>,
): ReturnType<ParticipatingModules["create"]> {
  if (reply instanceof Promise) throw new Error(`${name}: an instance is made at once or not at all`);
  const instance = readyValue(reply);
  return instance === null ? notCreated("its create() returned nothing") : created(instance);
}

function readyValue<T>(reply: Reply<T>): T {
  if (reply.kind === "ready") return reply.value;
  throw new AllocatorFailure(reply.failure, reply.message);
}
