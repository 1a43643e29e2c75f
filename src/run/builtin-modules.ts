import { BUILT_IN_ISOLATORS } from "../kinds/isolator/built-in-isolators.js";
import { BUILT_IN_ESTIMATORS, BUILT_IN_QOS_CONTROLLERS } from "../kinds/oversubscription/built-in-modules.js";
import { BUILTIN_ALIASES, BUILTIN_NAMES } from "./builtins.js";

/** What the program has itself where a module could stand. */
export interface BuiltinModule {
  readonly kind: string;
  readonly name: string;
  /** Other names for it, as Mesos has them. */
  readonly aliases: readonly string[];
}

export const BUILTIN_MODULES: readonly BuiltinModule[] = [
  ...[...BUILTIN_NAMES].map((name) => builtin("Allocator", name, aliasesOf(name))),
  builtin("Authenticatee", "crammd5"),
  builtin("Authenticator", "crammd5"),
  ...[...BUILT_IN_ISOLATORS.keys()].map((name) => builtin("Isolator", name)),
  ...[...BUILT_IN_QOS_CONTROLLERS.keys()].map((name) => builtin("QoSController", name)),
  ...[...BUILT_IN_ESTIMATORS.keys()].map((name) => builtin("ResourceEstimator", name)),
];

/** The names of the built-in ones of a kind. */
export function builtinNames(kind: string): readonly string[] {
  return BUILTIN_MODULES.filter((module) => module.kind === kind).map(({ name }) => name);
}

function builtin(kind: string, name: string, aliases: readonly string[] = []): BuiltinModule {
  return { kind, name, aliases };
}

function aliasesOf(name: string): readonly string[] {
  return [...BUILTIN_ALIASES].filter(([, meant]) => meant === name).map(([alias]) => alias);
}
