import { microsToSeconds } from "../../src/base/time.js";
import { planIsolation } from "../../src/kinds/isolator/isolation-flag.js";
import type { Timer } from "../../src/kinds/timer.js";
import { type PlainModule, PlainParticipants } from "./plain-participants.js";

/** A hook or an isolator of a test: what its methods answer; a method that is not here has the default of its kind. */
export type Double = (timer: Timer) => PlainModule;

export interface DoublesSketch {
  readonly hooks?: Readonly<Record<string, Double>>;
  readonly isolators?: Readonly<Record<string, Double>>;
  /** As --isolation; without it the modules alone, where there are any. */
  readonly isolation?: string;
  readonly hookSemantics?: "0.22-doc" | "0.22-code" | "0.23";
}

/** A run's modules with these hooks and isolators installed. */
export function doubles({ hooks = {}, isolators = {}, isolation, hookSemantics }: DoublesSketch): PlainParticipants {
  const modules = Object.keys(isolators);
  const flag = isolation ?? (modules.length > 0 ? modules.join(",") : undefined);
  return new PlainParticipants({
    selection: {
      hooks: Object.keys(hooks),
      isolators: flag === undefined ? null : planIsolation(flag, "--isolation", modules).isolators,
      ...(hookSemantics === undefined ? {} : { hookSemantics }),
    },
    modules: { Hook: hooks, Isolator: isolators },
  });
}

/** Writes each call down as `seconds name.method` and answers as the module does. */
export function logged(log: string[], name: string, module: PlainModule = {}, methods: readonly string[] = []): Double {
  return (timer) => {
    const all = [...new Set([...methods, ...Object.keys(module)])];
    return Object.fromEntries(
      all.map((method) => [
        method,
        (input: never, complete) => {
          log.push(`${microsToSeconds(timer.now)} ${name}.${method}`);
          return method in module ? module[method]?.(input, complete) : null;
        },
      ]),
    );
  };
}
