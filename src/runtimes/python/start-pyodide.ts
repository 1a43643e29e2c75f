import { createRequire } from "node:module";
import type { loadPyodide, PyodideAPI, PyodideConfig } from "pyodide";
import { builtFile } from "../../base/built-file.js";
import { packageFile } from "../../base/package-files.js";
import { type RandomSource, randomStream } from "../../base/random.js";
import { PythonBorder } from "./python-border.js";

/** What a Python starts from: the image of one that was started before, or nothing, so that an image can be made. */
export type PythonStart = { readonly from: "nothing" } | { readonly from: "image"; readonly image: Uint8Array };

export interface StartedPython {
  readonly pyodide: PyodideAPI;
  readonly border: PythonBorder;
}

/** What `import-pyodide.cts` gives. */
interface Pyodide {
  readonly loadPyodide: typeof loadPyodide;
  /** Pyodide's Emscripten part. */
  readonly createModule: NonNullable<PyodideConfig["createPyodideModule"]>;
}

const IMPORT_FILE = packageFile("dist", "src", "runtimes", "python", "import-pyodide.cjs");

/** Of nobody, and the same for everybody who uses an image. */
const SEED_OF_IMAGES = 0;

/**
 * Starts Python in a world of its own: see PythonBorder. With the same start and the same seed it is the same, to the last
 * byte of its memory, in every process and on every machine. What it prints is lost until someone takes it.
 */
export async function startPyodide(start: PythonStart): Promise<StartedPython> {
  const border = new PythonBorder(randomBytes(randomStream(SEED_OF_IMAGES, "Python")));
  const importPyodide = createRequire(import.meta.url)(builtFile(IMPORT_FILE)) as () => Promise<Pyodide>;
  const { loadPyodide, createModule } = await importPyodide();
  const pyodide = await loadPyodide({
    jsglobals: Object.create(null) as object,
    // Without the hash seed the order of sets differs from process to process.
    env: { PYTHONHASHSEED: "0", LANG: "C.UTF-8" },
    // Otherwise the path of this program.
    _sysExecutable: "python",
    createPyodideModule: (settings) => createModule(border.closed(settings)),
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    ...(start.from === "nothing" ? { _makeSnapshot: true } : { _loadSnapshot: start.image }),
  });
  replaceRandomDevices(pyodide, border);
  return { pyodide, border };
}

/** These are JavaScript's, and pass by the border. */
function replaceRandomDevices({ FS }: PyodideAPI, border: PythonBorder): void {
  const fs = FS as typeof FS & { createDevice(folder: string, name: string, read: () => number): void };
  for (const name of ["random", "urandom"]) {
    fs.unlink(`/dev/${name}`);
    fs.createDevice("/dev", name, () => border.randomByte());
  }
}

/** A source of random bytes, for whoever asks the operating system for some. */
export function randomBytes(draw: RandomSource): (bytes: Uint8Array) => void {
  return (bytes) => {
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(draw() * 256);
  };
}
