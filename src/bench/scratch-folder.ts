import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives the work a folder to write files to, which is gone afterwards. */
export async function inScratchFolder<T>(
  work: (write: (name: string, text: string) => string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "workbench-bench-"));
  try {
    return await work((name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
