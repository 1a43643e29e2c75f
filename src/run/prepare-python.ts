import { execFile } from "node:child_process";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../base/cache-folder.js";
import { oneLine } from "../base/one-line.js";
import { packageFile } from "../base/package-files.js";
import { isImage } from "../runtimes/python/image-file.js";
import { pythonImageKey } from "../runtimes/python/image-key.js";
import { onInterruption } from "./interruption.js";

const ENDING = ".image";

/** Versions of Node and of this program that are used in turn need not make their images again and again. */
const IMAGES_KEPT = 10;

/** Nothing that takes so long will ever be ready. */
const PATIENCE_MS = 180_000;

let prepared: Promise<string | null> | undefined;

/**
 * The file with the image that Python starts from, in the user's cache folder. Made at first use, in a process of its own;
 * one that is broken, or another's, is made again. Several programs may do so at once: each writes a file of its own, and
 * puts it in its place when it is whole.
 *
 * @param tell takes a line for the user
 * @returns null when it cannot be kept: then each process makes one for itself
 */
export function preparePython(tell: (line: string) => void): Promise<string | null> {
  prepared ??= prepare(tell);
  return prepared;
}

async function prepare(tell: (line: string) => void): Promise<string | null> {
  try {
    const folder = cacheFolder("python");
    const key = pythonImageKey();
    const path = join(folder, `${key}${ENDING}`);
    if (isImage(path, key)) return path;
    tell("preparing Python for this machine: this is done once, and takes some seconds");
    await makePythonImage(path, key);
    if (!isImage(path, key)) throw new Error(`${path} is not what was written`);
    removeOldest(folder);
    return path;
  } catch (error) {
    const { message } = error as Error;
    tell(`Python cannot be kept prepared, so that each of its starts takes some seconds: ${message}`);
    return null;
  }
}

/** Makes the image, in a process of its own. @throws Error when that fails */
export function makePythonImage(path: string, key: string): Promise<void> {
  const program = packageFile("dist", "src", "runtimes", "python", "make-image-process.js");
  const options = { env: { TZ: "UTC", LC_ALL: "C" }, timeout: PATIENCE_MS, killSignal: "SIGKILL" } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, ["--no-warnings", program, path, key], options, (error, _, stderr) => {
      forget();
      if (error === null) resolve();
      else reject(new Error(oneLine(stderr) || error.message));
    });
    const forget = onInterruption(() => child.kill("SIGKILL"));
  });
}

/** Also of files that another program is about to use: whoever finds none makes one. */
function removeOldest(folder: string): void {
  const images = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  const age = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byAge = images.map((name) => ({ name, madeAt: age(name) })).sort((a, b) => b.madeAt - a.madeAt);
  for (const { name } of byAge.slice(IMAGES_KEPT)) rmSync(join(folder, name), { force: true });
}
