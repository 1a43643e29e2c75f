import { AllocatorFailure } from "../../../allocator/failure.js";
import { readBuilt } from "../../../base/built-file.js";
import { packageFile, packageVersions } from "../../../base/package-files.js";

/** Where the build puts it. */
export const IMAGE: string = packageFile("dist", "guest", "quickjs.image");

/** All that the memory hangs on, by the versions that package.json pins. */
export interface ImageVersions {
  readonly workbench: string;
  readonly quickjs: string;
}

/**
 * A QuickJS that has read the SDK, at rest: nothing of it lives outside of its memory. The WebAssembly module goes with the
 * memory, which holds addresses of its functions: neither can ever meet another one.
 */
export interface QuickJsImage {
  readonly wasm: Uint8Array;
  /** Where its JSRuntime and its JSContext are in the memory. */
  readonly runtime: number;
  readonly context: number;
  /** What is not zero in the memory, by its address. */
  readonly parts: readonly MemoryPart[];
}

export interface MemoryPart {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** The first line of an image's file, in JSON. The module and the parts of the memory follow, in the order of their lengths here. */
interface Header {
  readonly versions: ImageVersions;
  readonly runtime: number;
  readonly context: number;
  readonly wasmLength: number;
  readonly parts: readonly { readonly address: number; readonly length: number }[];
}

/** So much of the memory is looked at as a whole: a file of few parts. */
const BLOCK_BYTES = 4096;

/** The versions that this package is of. */
export function currentVersions(): ImageVersions {
  const { version, dependencies } = packageVersions();
  return { workbench: version, quickjs: dependencies["@jitl/quickjs-wasmfile-release-sync"] as string };
}

/** The parts of a memory that are not zero. */
export function memoryParts(memory: Uint8Array): readonly MemoryPart[] {
  const parts: MemoryPart[] = [];
  const isEmpty = (address: number) => memory.subarray(address, address + BLOCK_BYTES).every((byte) => byte === 0);
  for (let address = 0; address < memory.length; address += BLOCK_BYTES) {
    if (isEmpty(address)) continue;
    const start = address;
    while (address < memory.length && !isEmpty(address)) address += BLOCK_BYTES;
    parts.push({ address: start, bytes: memory.subarray(start, address) });
  }
  return parts;
}

/** An image as its file holds it. */
export function packImage(image: QuickJsImage, versions: ImageVersions): Uint8Array {
  const { wasm, runtime, context } = image;
  const parts = image.parts.map(({ address, bytes }) => ({ address, length: bytes.length }));
  const header: Header = { versions, runtime, context, wasmLength: wasm.length, parts };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), wasm, ...image.parts.map(({ bytes }) => bytes)]);
}

/** @throws NotBuilt @throws AllocatorFailure `loadFailed`, when it is not the image of these versions, whole */
export function readImage(path: string = IMAGE, versions: ImageVersions = currentVersions()): QuickJsImage {
  const refuse = (what: string) => new AllocatorFailure("loadFailed", `${path}: ${what}: run 'npm run build'`);
  const file = readBuilt(path);
  const end = file.indexOf("\n");
  const header = readHeader(file.toString("utf8", 0, end));
  if (header === null) throw refuse("this is no memory image of QuickJS");
  const [made, wanted] = [header.versions, versions].map(
    ({ workbench, quickjs }) => `workbench ${workbench} with QuickJS ${quickjs}`,
  );
  if (made !== wanted) throw refuse(`the memory image is of ${made}, and this is ${wanted}`);
  const { runtime, context, wasmLength } = header;
  const wasm = file.subarray(end + 1, end + 1 + wasmLength);
  let at = end + 1 + wasmLength;
  const parts = header.parts.map(({ address, length }) => {
    at += length;
    return { address, bytes: file.subarray(at - length, at) };
  });
  if (at !== file.length) throw refuse(`the memory image has ${file.length} bytes, not ${at}`);
  return { wasm, runtime, context, parts };
}

function readHeader(line: string): Header | null {
  try {
    return JSON.parse(line) as Header;
  } catch {
    return null;
  }
}
