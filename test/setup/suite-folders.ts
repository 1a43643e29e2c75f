import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TestProject } from "vitest/node";
import { cacheFolder } from "../../src/base/cache-folder.js";
import { preparePython } from "../../src/run/prepare-python.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The file that Python starts from; null: it could not be made. */
    readonly pythonImage: string | null;
  }
}

/**
 * One folder for all that tests write, gone when the last has ended, and in it a cache of the suite's own: what one test
 * has compiled no other compiles again, and nothing of it stays in the cache of who runs the tests. Python is prepared
 * before any test, as by any use of this program, so that none is told so.
 */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const prepared = await preparePython(() => {});
  const folder = mkdtempSync(join(tmpdir(), "workbench-tests-"));
  mkdirSync(join(folder, "tmp"));
  process.env.TMPDIR = join(folder, "tmp");
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  const image = prepared === null ? null : join(cacheFolder("python"), basename(prepared));
  if (prepared !== null && image !== null) copyFileSync(prepared, image);
  provide("pythonImage", image);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
