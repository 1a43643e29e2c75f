import type { ModuleInstance } from "../../kinds/module-instance.js";
import type { ModuleParameter } from "../../kinds/module-parameter.js";
import type { CodeFailure, Opening, OpenLibrary, OpenModule, Reply } from "../../kinds/open-library.js";
import { FieldsInstance } from "./fields-instance.js";
import { KIND_LAYOUTS } from "./kind-layouts.js";
import type { ModuleWorld } from "./module-world.js";
import { NativeLibrary, NativeLibraryError, NativeModule } from "./native-library.js";
import { readStructure } from "./native-structure.js";
import { TEST_MODULE_EXTRAS, TestModuleInstance } from "./test-module-instance.js";

/** The part of `openNativeLibrary` that needs koffi. */
export function openedNativeLibrary(library: string, world: ModuleWorld): Opening<ModuleInstance> {
  try {
    const opened = new NativeLibrary(library);
    return { kind: "ready", value: new OpenedNativeLibrary(library, opened, world) };
  } catch (error) {
    if (!(error instanceof NativeLibraryError)) throw error;
    return { kind: "refused", message: error.message };
  }
}

class OpenedNativeLibrary implements OpenLibrary<ModuleInstance> {
  readonly #name: string;
  readonly #library: NativeLibrary;
  readonly #world: ModuleWorld;

  constructor(name: string, library: NativeLibrary, world: ModuleWorld) {
    this.#name = name;
    this.#library = library;
    this.#world = world;
  }

  module(name: string): Reply<OpenModule<ModuleInstance> | null> {
    try {
      const module = new NativeModule(this.#library, name);
      return {
        kind: "ready",
        value: {
          header: module.header,
          isCompatible: () => ({ kind: "ready", value: module.isCompatible() }),
          create: (parameters) => create(module, `${this.#name}#${name}`, parameters, this.#world),
        },
      };
    } catch (error) {
      if (!(error instanceof NativeLibraryError)) throw error;
      return { kind: "ready", value: null };
    }
  }
}

function create(
  module: NativeModule,
  place: string,
  parameters: readonly ModuleParameter[],
  world: ModuleWorld,
): Reply<ModuleInstance | null> {
  const { kind } = module.header;
  if (module.header.create === null) return noInstance(place, "it has no create()"); // M31
  if (!isHosted(kind)) return noInstance(place, `modules of kind ${kind} are not created here`);
  const self = module.create(parameters);
  if (self === null) return { kind: "ready", value: null };
  const functions = kind === "TestModule" ? [...KIND_LAYOUTS[kind], ...TEST_MODULE_EXTRAS] : KIND_LAYOUTS[kind];
  const structure = readStructure(self, functions);
  if (typeof structure === "string") return noInstance(place, structure);
  const instance =
    kind === "TestModule" ? new TestModuleInstance(structure, parameters) : new FieldsInstance(structure, world);
  return { kind: "ready", value: instance };
}

/** All kinds but Allocator, which is created with the cluster that it decides for: `loadNative`. */
function isHosted(kind: string | null): kind is keyof typeof KIND_LAYOUTS {
  return kind !== null && Object.hasOwn(KIND_LAYOUTS, kind);
}

function noInstance(place: string, message: string): CodeFailure {
  return { kind: "failed", failure: "loadFailed", message: `${place}: ${message}` };
}
