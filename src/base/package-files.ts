import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This package's folder: the nearest one above with a package.json, since sources and compiled files lie at different depths. */
export const PACKAGE_ROOT: string = packageRoot(dirname(fileURLToPath(import.meta.url)));

/** A file that ships with the package and is read, not imported: an SDK, a header. */
export function packageFile(...path: readonly string[]): string {
  return join(PACKAGE_ROOT, ...path);
}

/** What package.json says. */
export interface PackageVersions {
  readonly version: string;
  /** By name: all are pinned. */
  readonly dependencies: Readonly<Record<string, string>>;
}

export function packageVersions(): PackageVersions {
  return JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as PackageVersions;
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error("no package.json above the program");
  return packageRoot(above);
}
