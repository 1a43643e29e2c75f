import { BadInput, type Complaint } from "../base/bad-input.js";
import type { KindSettings } from "../modules/kind-table.js";
import type { Manifest } from "../modules/manifest.js";
import type { LuaEngine } from "../runtimes/lua/load-lua.js";
import { compileNative } from "../runtimes/native/compile.js";
import { defaultSymbol } from "../runtimes/native/default-symbol.js";
import type { AllocatorReference, RunLimits } from "../scenario/scenario.js";
import { displayPath } from "./display-path.js";
import { RunModules } from "./modules/run-modules.js";
import { verifyModules } from "./modules/verify-modules.js";
import { prepareModule } from "./prepare-module.js";
import type { PreparedAllocator } from "./prepared-allocator.js";

export interface NativeSettings {
  readonly kinds: KindSettings;
  readonly limits: RunLimits;
  readonly luaEngine: LuaEngine;
  /** Takes what the library prints while it is looked at. */
  readonly print: (line: string) => void;
}

/**
 * An allocator that is named by its library, `PATH#symbol`, or by the source of one. It takes the road of the modules in
 * manifests, as a manifest of one.
 *
 * @throws BadInput with everything that is wrong with it
 */
export async function prepareNative(
  use: AllocatorReference & { readonly kind: "file" },
  settings: NativeSettings,
): Promise<PreparedAllocator> {
  const shownAs = displayPath(use.path);
  const compiled = use.compile ? await compile(use.path, shownAs) : { kind: "compiled" as const, library: use.path };
  if (compiled.kind === "skipped") return compiled;
  const { library } = compiled;
  const name = use.symbol ?? defaultSymbol(use.path);
  const place = `${shownAs}#${name}`;
  const modules = new RunModules(await verifyModules([manifestOf(library, name, place)], settings), settings.kinds);
  // The place says already which module of which library is meant.
  const asShown = (text: string) => {
    return text
      .replace(`${name} in ${library}: `, "")
      .replace(`in ${library}: `, "")
      .replaceAll(library, () => shownAs);
  };
  if (modules.refusals.length > 0) throw new BadInput(modules.refusals.map((found) => shown(found, asShown)));
  const prepared = prepareModule(name, modules, { place, shownAs, luaEngine: settings.luaEngine });
  if (prepared.kind !== "failed") return prepared;
  return { kind: "failed", failure: { ...prepared.failure, message: asShown(prepared.failure.message) } };
}

function manifestOf(file: string, name: string, place: string): Manifest {
  return { source: place, libraries: [{ place, library: { file }, modules: [{ place, name, parameters: [] }] }] };
}

function shown(complaint: Complaint, asShown: (text: string) => string): Complaint {
  const { value, rule } = complaint;
  return { ...complaint, ...(value === undefined ? {} : { value: asShown(value) }), rule: asShown(rule) };
}

type Compiled =
  | { readonly kind: "compiled"; readonly library: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** @throws BadInput with the compiler's errors */
async function compile(source: string, shown: string): Promise<Compiled> {
  const compilation = await compileNative(source);
  switch (compilation.kind) {
    case "compiled":
      return compilation;
    case "noCompiler":
      return { kind: "skipped", reason: `${shown} needs a C compiler, and there is no ${compilation.compiler} here` };
    case "failed":
      throw new BadInput(compilerComplaints(source, shown, compilation.output));
  }
}

/** The compiler's `file:line:column: error: text` lines as complaints; its own last line when it has none such. */
function compilerComplaints(source: string, shown: string, output: string): Complaint[] {
  const nextStep = "mend the source";
  const errors = [...output.matchAll(/^(.+?:\d+:\d+): (?:fatal )?error: (.*)$/gm)];
  if (errors.length === 0) {
    return [{ place: shown, rule: `it does not compile: ${output.trim().split("\n").at(-1)}`, nextStep }];
  }
  return errors.map(([, place, text]) => ({
    place: (place as string).replace(source, shown),
    rule: text as string,
    nextStep,
  }));
}
