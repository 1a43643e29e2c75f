import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { packageFile } from "../../src/base/package-files.js";
import { scratchFolder } from "../fixtures/allocators/scratch-files.js";

/** This package as it is installed, in a folder for the current test; what it depends on is behind a link. @returns the folder */
export function packageCopy(): string {
  const folder = scratchFolder();
  for (const name of ["bin", "dist", "src", "templates", "package.json"]) {
    cpSync(packageFile(name), join(folder, name), { recursive: true, filter: (path) => !path.endsWith(".map") });
  }
  symlinkSync(packageFile("node_modules"), join(folder, "node_modules"));
  return folder;
}
