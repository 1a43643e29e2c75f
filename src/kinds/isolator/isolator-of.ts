import type { Complete } from "../outcome.js";
import type { Isolator } from "./isolator.js";
import { ISOLATOR_METHODS } from "./isolator-methods.js";

/** An isolator that has some of the methods and, for the rest, the defaults of the kind. */
export function isolatorOf(name: string, own: Partial<Omit<Isolator, "name">>): Isolator {
  const defaults = Object.entries(ISOLATOR_METHODS).map(([method, { fallback }]) => [
    method,
    (_input: unknown, complete: Complete<unknown>) => {
      if (fallback !== null) complete(fallback);
    },
  ]);
  return { ...Object.fromEntries(defaults), supportsNesting: false, supportsStandalone: false, ...own, name };
}
