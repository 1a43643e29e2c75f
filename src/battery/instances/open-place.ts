import { AllocatorFailure } from "../../allocator/failure.js";
import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { OpenModule, Reply } from "../../kinds/open-library.js";
import type { Timer } from "../../kinds/timer.js";
import type { FlightRecorder } from "../../run/flight-record.js";
import { guestLimits } from "../../run/guest-limits.js";
import type { LoadableModule } from "../../run/modules/module-setup.js";
import { type LibraryWorld, openLibrary } from "../../run/modules/open-library.js";
import { printToParent } from "../../run/print-to-parent.js";
import type { BatteryJob } from "../battery-job.js";
import type { BatterySubject } from "../battery-subject.js";
import { BatteryTimer } from "../battery-timer.js";
import { CallCount } from "../call-count.js";
import { BUILT_IN_PORTS } from "./built-in-ports.js";
import { type InstancePlace, type Made, NoInstance } from "./instance-place.js";
import { PORTS, type Ports } from "./ports.js";

type Subject = Extract<BatterySubject, { readonly module: unknown }>;

/**
 * Opens the module's library, if it has one: foreign code runs from here on.
 * @throws AllocatorFailure when a library or module that was sound when it was verified no longer is
 */
export async function openPlace<K extends keyof Ports>(
  kind: K,
  subject: Subject,
  job: BatteryJob,
  recorder: FlightRecorder,
): Promise<InstancePlace<Ports[K]>> {
  const timer = new BatteryTimer();
  const { seed } = job;
  const { name: module } = subject;
  if (subject.module === null) {
    return {
      module,
      seed,
      timer,
      make: (parameters) => makeBuiltIn(kind, subject, parameters, { timer, seed }),
    };
  }
  const calls = new CallCount(recorder);
  recorder.phase("loading");
  const opened = await openModule(subject.module, worldOf(job, watchedTimer(timer, calls)));
  recorder.phase("running");
  const listed = subject.parameters ?? subject.module.parameters;
  return {
    module,
    seed,
    timer,
    make: async (parameters = listed) => {
      const reply = await calls.during(timer.now, () => opened.create(parameters));
      const instance = readyValue(reply);
      if (instance === null) throw new NoInstance("create() gave no instance", true);
      return hosted(kind, module, watchedInstance(instance, timer, calls));
    },
  };
}

function makeBuiltIn<K extends keyof Ports>(
  kind: K,
  { name, parameters: own }: Subject,
  given: readonly ModuleParameter[] | undefined,
  world: { readonly timer: BatteryTimer; readonly seed: number },
): Made<Ports[K]> {
  const make = BUILT_IN_PORTS[kind];
  if (make === undefined) throw new Error(`nothing of kind ${kind} is built in`);
  const port = make(name, given ?? own ?? [], world);
  return { port, methods: null, close: () => (port as { close?(): void }).close?.() };
}

function hosted<K extends keyof Ports>(kind: K, name: string, instance: ModuleInstance): Made<Ports[K]> {
  try {
    return { port: PORTS[kind](name, instance), methods: instance.methods, close: () => instance.close() };
  } catch (error) {
    instance.close();
    throw error;
  }
}

async function openModule({ name, library }: LoadableModule, world: LibraryWorld): Promise<OpenModule<ModuleInstance>> {
  const opening = await openLibrary(library, world);
  if (opening.kind === "refused") throw new AllocatorFailure("loadFailed", `${library.library}: ${opening.message}`);
  const module = readyValue(await readyValue(opening).module(name));
  if (module === null) throw new AllocatorFailure("loadFailed", `the module ${name} is gone from its library`);
  return module;
}

function worldOf({ limits, luaEngine, seed }: BatteryJob, timer: Timer): LibraryWorld {
  return { limits: guestLimits(limits), luaEngine, seed, timer, print: printToParent };
}

/** What a timer of the module does is a call into it, too. */
function watchedTimer(timer: BatteryTimer, calls: CallCount): Timer {
  return {
    get now() {
      return timer.now;
    },
    after: (delay, action) => timer.after(delay, () => calls.during(timer.now, action)),
  };
}

function watchedInstance(instance: ModuleInstance, timer: Timer, calls: CallCount): ModuleInstance {
  return {
    methods: instance.methods,
    call: (method, input, complete) => calls.during(timer.now, () => instance.call(method, input, complete)),
    close: () => calls.during(timer.now, () => instance.close()),
  };
}

function readyValue<T>(reply: Reply<T>): T {
  if (reply.kind === "ready") return reply.value;
  throw new AllocatorFailure(reply.failure, reply.message);
}
