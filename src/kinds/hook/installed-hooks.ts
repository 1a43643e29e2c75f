import type { Hook } from "./hook.js";
import type { HookModules } from "./hook-modules.js";

/** Why a hook was not installed, or not unloaded. */
export interface HookFault {
  readonly kind: "alreadyInstalled" | "noHookModule" | "createFailed" | "notInstalled";
  readonly name: string;
  readonly message: string;
}

/** The hooks of one run by module name, in the order of installation (H3). */
export class InstalledHooks {
  /** A name that is deleted and set again goes to the end: an unloaded hook comes back as the last (H3). */
  readonly byName = new Map<string, Hook>();
  readonly #modules: HookModules;

  constructor(modules: HookModules) {
    this.#modules = modules;
  }

  /** Creates an instance and installs it (H2). @returns null when it is installed */
  install(name: string): HookFault | null {
    if (this.byName.has(name)) return fault("alreadyInstalled", name, "is already installed");
    if (!this.#modules.names.includes(name)) return fault("noHookModule", name, "is no loaded module of kind Hook");
    const created = this.#modules.create(name);
    if (created.kind === "failed") return fault("createFailed", name, `could not be created: ${created.message}`);
    this.byName.set(name, created.hook);
    return null;
  }

  /** H4. @returns null when it was installed */
  unload(name: string): HookFault | null {
    return this.byName.delete(name) ? null : fault("notInstalled", name, "is not installed");
  }
}

function fault(kind: HookFault["kind"], name: string, what: string): HookFault {
  return { kind, name, message: `hook ${JSON.stringify(name)} ${what}` };
}
