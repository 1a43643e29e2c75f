import { AllocatorFailure } from "../allocator/failure.js";
import type { ModuleInstance } from "../kinds/module-instance.js";
import type { Outcome } from "../kinds/outcome.js";
import type { Timer } from "../kinds/timer.js";

/** Actions of one module at one instant, after which it is taken to be in an endless loop. */
const MOST_AT_ONCE = 100_000;

/** What is not the module's own fault, though it passes through its call. */
const foreign = new WeakSet<object>();

/** An instance that says which module it is when its code breaks. */
export function namedInstance(name: string, instance: ModuleInstance): ModuleInstance {
  return {
    methods: instance.methods,
    call: (method, input, complete) =>
      blaming(name, () => instance.call(method, input, (outcome: Outcome<unknown>) => asHost(() => complete(outcome)))),
    close: () => instance.close(),
  };
}

/** The timer of a module: what breaks in its actions is its own, and it may not stop the time. */
export function namedTimer(name: string, timer: Timer): Timer {
  let instant = -1;
  let actions = 0;
  const count = () => {
    if (timer.now !== instant) actions = 0;
    instant = timer.now;
    if (++actions <= MOST_AT_ONCE) return;
    throw new AllocatorFailure("timedOut", `it asked to be woken ${MOST_AT_ONCE} times at one and the same instant`);
  };
  return {
    get now() {
      return timer.now;
    },
    after: (delay, action) =>
      timer.after(delay, () =>
        blaming(name, () => {
          count();
          action();
        }),
      ),
  };
}

function asHost(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (typeof error === "object" && error !== null) foreign.add(error);
    throw error;
  }
}

/** Runs what belongs to a module. @throws AllocatorFailure with its name, when it breaks */
export function blaming<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (typeof error === "object" && error !== null && foreign.has(error)) throw error;
    const blamed = blame(name, error);
    foreign.add(blamed);
    throw blamed;
  }
}

function blame(name: string, error: unknown): AllocatorFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const kind = error instanceof AllocatorFailure ? error.kind : "threw";
  const blamed = new AllocatorFailure(
    kind,
    message.includes(`module ${name}`) ? message : `module ${name}: ${message}`,
  );
  if (stack !== undefined) blamed.stack = stack;
  return blamed;
}
