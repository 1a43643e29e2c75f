import type { PyodideAPI } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import { readImage } from "./image-file.js";
import { pythonImagePath } from "./image-path.js";
import { pythonTexts } from "./python-texts.js";
import { startPyodide } from "./start-pyodide.js";

/** Runs a text as a Python module that can be imported from then on. */
const LOAD_HOST = `
import sys, types
def load_host(source):
    host = sys.modules["workbench_host"] = types.ModuleType("workbench_host")
    exec(compile(source, "[host.py]", "exec"), vars(host))
load_host`;

/**
 * Starts Python and takes a picture of its memory: with the SDK, what the host needs inside and the common modules of the
 * standard library imported, and nothing of any script. To start from it takes a fraction of the time. It is the same
 * picture wherever it is taken.
 */
export async function makePythonImage(): Promise<Uint8Array> {
  const { pyodide } = await startPyodide({ from: "nothing" });
  loadHost(pyodide);
  return pyodide.makeMemorySnapshot();
}

let own: Promise<Uint8Array> | undefined;

/**
 * The image that every Python in this process starts from. One from a file is read each time, since it is large. Without a
 * file the process makes one: Python is the same with and without.
 */
export async function pythonImage(): Promise<Uint8Array> {
  const image = readImage(pythonImagePath());
  if (image !== null) return image;
  own ??= makePythonImage();
  return own;
}

function loadHost(pyodide: PyodideAPI): void {
  const { "host.py": host, ...sdk } = pythonTexts();
  const scope = pyodide.runPython("{}") as PyProxy;
  const load = pyodide.runPython(LOAD_HOST, { globals: scope }) as PyProxy & ((source: string) => void);
  load(host as string);
  load.destroy();
  const { prepare } = pyodide.pyimport("workbench_host") as PyProxy & { prepare(sdkJson: string): void };
  prepare(JSON.stringify(sdk));
}
