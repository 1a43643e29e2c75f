import type { Manifest } from "../modules/manifest.js";
import { BUILTIN_ALIASES, BUILTIN_NAMES } from "./builtins.js";

/**
 * The names that stand for an allocator without being a path: the built-in ones, and after them every module of the
 * manifests, of which kind it is being known only when its library has been opened.
 */
export function namedAllocators(manifests: readonly Manifest[]): {
  readonly names: ReadonlySet<string>;
  readonly aliases: ReadonlyMap<string, string>;
} {
  const modules = manifests.flatMap(({ libraries }) => libraries.flatMap((library) => library.modules));
  return { names: new Set([...BUILTIN_NAMES, ...modules.map(({ name }) => name)]), aliases: BUILTIN_ALIASES };
}
