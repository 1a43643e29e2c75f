import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { Awaitable } from "../../kinds/open-library.js";
import type { BatteryTimer } from "../battery-timer.js";

/** An instance behind its kind's port. */
export interface Made<Port> {
  readonly port: Port;
  /** The methods that its module has; null: it is built in, and has all. */
  readonly methods: readonly string[] | null;
  close(): void;
}

/** There is no instance. */
export class NoInstance extends Error {
  /** The module gave none; else it gave one that is none of its kind. */
  readonly isRefusal: boolean;

  constructor(message: string, isRefusal: boolean) {
    super(message);
    this.name = "NoInstance";
    this.isRefusal = isRefusal;
  }
}

/** Where instances of one module are made and tried: all of them live in one virtual time. */
export interface InstancePlace<Port> {
  readonly module: string;
  readonly seed: number;
  readonly timer: BatteryTimer;
  /**
   * A new instance.
   * @param parameters in place of those that it would be given (M29)
   * @throws NoInstance
   * @throws AllocatorFailure when the module's code breaks
   */
  make(parameters?: readonly ModuleParameter[]): Awaitable<Made<Port>>;
}

/** Makes an instance when time begins anew, tries something with it, and closes it. */
export async function withInstance<Port, T>(
  place: InstancePlace<Port>,
  action: (made: Made<Port>) => T | Promise<T>,
): Promise<T> {
  place.timer.restart();
  const made = await place.make();
  try {
    return await action(made);
  } finally {
    made.close();
  }
}
