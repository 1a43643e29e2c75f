import type { AllocatorScript } from "./allocator-script.js";
import { moduleIn } from "./module-header.js";
import type { Parameter } from "./module-parameter.js";

type Exports = Readonly<Record<string, unknown>>;

/** A module of kind Allocator that a script exports. */
export interface AllocatorModule {
  readonly symbol: string;
  readonly parameters: readonly Parameter[];
}

/**
 * The allocator in a script: the script itself, or what its module of that name makes.
 *
 * @returns a text when there is none: why
 */
export function allocatorIn(exports: Exports, module: AllocatorModule | null): AllocatorScript | string {
  if (module !== null) return allocatorOf(exports, module);
  if (decides(exports)) return exports;
  const { default: byDefault } = exports;
  if (typeof byDefault === "object" && byDefault !== null && decides(byDefault)) return byDefault;
  return "no decide function: a script exports function decide(cluster), or an object that has it as its default";
}

/** What `create(parameters)` gives, or the module itself when it has a `decide`. */
function allocatorOf(exports: Exports, { symbol, parameters }: AllocatorModule): AllocatorScript | string {
  const module = moduleIn(exports, symbol);
  if (module === undefined) return "the script has no module of this name";
  if (module.kind !== "Allocator") return `the module is of kind ${String(module.kind)}, not Allocator`;
  const allocator = typeof module.create === "function" ? module.create(parameters) : module;
  if (allocator === undefined || allocator === null) return "its create() returned no allocator";
  return decides(allocator) ? allocator : "its allocator has no decide function";
}

function decides(allocator: object): allocator is AllocatorScript {
  return typeof (allocator as { decide?: unknown }).decide === "function";
}
