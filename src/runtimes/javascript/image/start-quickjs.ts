import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  type JSContextPointer,
  type JSRuntimePointer,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import type { WasmMemory } from "../../wasm-memory.js";
import type { QuickJsImage } from "./quickjs-image.js";

/** The variant's types are those of its CommonJS build. */
const VARIANT = variant as unknown as QuickJSSyncVariant;

/**
 * Goes on from an image: with the SDK read, without limits, a way to load modules, or any function of the host's.
 *
 * @param memory fresh, and as large as a QuickJS has it in the beginning
 */
export async function startQuickJs(image: QuickJsImage, memory: WasmMemory): Promise<QuickJSContext> {
  const quickjs = await instantiate(startedAt(image.runtime), image.wasm, memory);
  // Only now: to instantiate the module has written its first data there.
  const bytes = new Uint8Array(memory.buffer);
  for (const part of image.parts) bytes.set(part.bytes, part.address);
  return quickjs.newRuntime().newContext({ contextPointer: image.context as JSContextPointer });
}

/** A QuickJS in that memory, with no runtime yet. */
export async function emptyQuickJs(wasm: Uint8Array, memory: WasmMemory): Promise<QuickJSWASMModule> {
  return instantiate(VARIANT, wasm, memory);
}

function instantiate(variant: QuickJSSyncVariant, wasm: Uint8Array, memory: WasmMemory): Promise<QuickJSWASMModule> {
  // The types of binary and memory are the browser's. The program's path must not come into the guest's environment.
  const options = { wasmBinary: wasm, wasmMemory: memory, emscriptenModule: { thisProgram: "quickjs" } };
  return newQuickJSWASMModuleFromVariant(newVariant(variant, options as unknown as Parameters<typeof newVariant>[1]));
}

/** With a runtime that is there already: the package has a way to name the context only. */
function startedAt(runtime: number): QuickJSSyncVariant {
  return {
    ...VARIANT,
    importFFI: async () => {
      const Functions = await VARIANT.importFFI();
      return class extends Functions {
        override QTS_NewRuntime = () => runtime as JSRuntimePointer;
      };
    },
  };
}
