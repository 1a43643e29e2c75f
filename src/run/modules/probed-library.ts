import type { OpenModule } from "../../kinds/open-library.js";
import type { LibraryOpener } from "../../modules/library-opener.js";
import type { CompatibleReply, HeaderReply, OpenReply, ProbeReply, ProbeStep } from "./probe-step.js";

/** What was found out about a library in another process. */
interface ProbedLibrary {
  opening: OpenReply;
  readonly modules: Map<string, ProbedModule>;
}

interface ProbedModule {
  readonly header: HeaderReply;
  /** Null: it was not asked. */
  compatible: CompatibleReply | null;
}

/**
 * Libraries as another process found them, behind the port of an opener: the registry's rules go over them without any
 * foreign code in this process.
 */
export class ProbedLibraries implements LibraryOpener<never> {
  readonly #libraries = new Map<string, ProbedLibrary>();

  note(step: ProbeStep, reply: ProbeReply): void {
    if (step.doing === "open") {
      const modules = this.#libraries.get(step.library)?.modules ?? new Map<string, ProbedModule>();
      this.#libraries.set(step.library, { opening: reply as OpenReply, modules });
      return;
    }
    const { modules } = this.#libraries.get(step.library) as ProbedLibrary;
    if (step.doing === "lookUp") modules.set(step.module, { header: reply as HeaderReply, compatible: null });
    else (modules.get(step.module) as ProbedModule).compatible = reply as CompatibleReply;
  }

  /** Whether nothing more can be asked of a library, or is known of a module in it. */
  isDone(library: string, module: string | null): boolean {
    const probed = this.#libraries.get(library);
    if (probed === undefined) return false;
    return probed.opening.kind !== "ready" || module === null || probed.modules.has(module);
  }

  open({ library }: { readonly library: string }): ReturnType<LibraryOpener<never>["open"]> {
    const probed = this.#libraries.get(library);
    if (probed === undefined) throw new Error(`nobody looked into ${library}`);
    if (probed.opening.kind !== "ready") return probed.opening;
    return { kind: "ready", value: { module: (name) => moduleOf(probed.modules.get(name), name) } };
  }
}

function moduleOf(probed: ProbedModule | undefined, name: string) {
  if (probed === undefined) throw new Error(`nobody looked for ${name}`);
  const { header, compatible } = probed;
  if (header.kind === "failed" || header.value === null) return header as HeaderReply & { readonly value: null };
  return { kind: "ready" as const, value: openModule(header.value, compatible) };
}

function openModule(header: OpenModule<never>["header"], compatible: CompatibleReply | null): OpenModule<never> {
  return {
    header,
    isCompatible: () => {
      if (compatible === null) throw new Error("its compatible() was not asked");
      if (compatible.kind === "ready") return compatible;
      return { ...compatible, message: `while compatible() ran: ${compatible.message}` };
    },
    create: () => {
      throw new Error("no instance is made in the process that only looks at modules");
    },
  };
}
