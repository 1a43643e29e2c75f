import type { Hook } from "../../../src/kinds/hook/hook.js";
import { HookManager } from "../../../src/kinds/hook/hook-manager.js";
import type { HookModules } from "../../../src/kinds/hook/hook-modules.js";
import type { HookSemantics } from "../../../src/kinds/hook/hook-semantics.js";

/** Hook modules by name; a text instead of a hook: what its creation fails with. */
export function modulesOf(hooks: Readonly<Record<string, Hook | string>>): HookModules {
  return {
    names: Object.keys(hooks),
    create(name) {
      const hook = hooks[name] as Hook | string;
      return typeof hook === "string" ? { kind: "failed", message: hook } : { kind: "created", hook };
    },
  };
}

export interface Installed {
  readonly manager: HookManager;
  readonly warnings: readonly string[];
}

/** A manager with all of these hooks, installed in their order. */
export function installed(hooks: Readonly<Record<string, Hook>>, semantics?: HookSemantics): Installed {
  const warnings: string[] = [];
  const warn = (text: string) => warnings.push(text);
  const options = { modules: modulesOf(hooks), warn };
  const manager = new HookManager(semantics === undefined ? options : { ...options, semantics });
  for (const name of Object.keys(hooks)) manager.install(name);
  return { manager, warnings };
}
