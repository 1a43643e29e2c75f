import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { QuickJSContext } from "quickjs-emscripten-core";
import type { WasmMemory } from "../../wasm-memory.js";
import { QuickJsMemory } from "../quickjs-memory.js";
import { READ_ALL, readOwn, resolveOwn } from "./own-modules.js";
import { memoryParts, type QuickJsImage } from "./quickjs-image.js";
import { emptyQuickJs } from "./start-quickjs.js";

/** No part of quickjs-emscripten's public interface. */
interface WithPointers {
  readonly rt: { readonly value: number };
  readonly ctx: { readonly value: number };
}

/**
 * The image of a QuickJS that has just read the SDK: the same bytes on every machine.
 * @throws Error when it cannot be read, or is too large for the memory that every guest begins with
 */
export async function makeImage(): Promise<QuickJsImage> {
  const { memory } = new QuickJsMemory(0);
  const { rt, ctx } = (await readSdk(memory)) as unknown as WithPointers;
  return { wasm: readWasm(), runtime: rt.value, context: ctx.value, parts: memoryParts(new Uint8Array(memory.buffer)) };
}

/** A QuickJS that has read the SDK in that memory, and can load no more modules. */
export async function readSdk(memory: WasmMemory): Promise<QuickJSContext> {
  const giveBack = hideMachine();
  try {
    const runtime = (await emptyQuickJs(readWasm(), memory)).newRuntime();
    runtime.setModuleLoader(readOwn, (importer, request) => resolveOwn(importer, request) as string);
    const context = runtime.newContext();
    context.unwrapResult(context.evalCode(READ_ALL.code, READ_ALL.name, { type: "module" })).dispose();
    if (runtime.hasPendingJob())
      throw new Error("the SDK leaves work behind when it is read: it cannot be put into an image");
    runtime.removeModuleLoader();
    return context;
  } finally {
    giveBack();
  }
}

function readWasm(): Uint8Array {
  return readFileSync(createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm"));
}

/** QuickJS keeps the machine's language and draws its first random number from the clock. @returns gives both back */
function hideMachine(): () => void {
  const { now } = Date;
  const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.assign(Date, { now: () => 0 });
  Object.defineProperty(globalThis, "navigator", { value: undefined, configurable: true });
  return () => {
    Object.assign(Date, { now });
    Reflect.deleteProperty(globalThis, "navigator");
    if (navigator !== undefined) Object.defineProperty(globalThis, "navigator", navigator);
  };
}
