import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { PACKAGE_ROOT } from "../../base/package-files.js";

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

let found: readonly string[] | undefined;

/**
 * The folders of the packages that this one depends on, of those that they depend on, and so on: wherever they are
 * installed, and nothing else that is installed beside them.
 */
export function dependencyFolders(): readonly string[] {
  if (found === undefined) {
    const folders = new Set<string>();
    addDependencies(PACKAGE_ROOT, folders);
    found = [...folders];
  }
  return found;
}

/** Whether all that is installed lies behind one link: Node may then not follow it, since it allows the reading of no link itself. */
export function areDependenciesLinked(): boolean {
  return lstatSync(join(PACKAGE_ROOT, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function addDependencies(folder: string, folders: Set<string>): void {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  const { dependencies, optionalDependencies } = JSON.parse(text) as PackageJson;
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const installed = installedFolder(folder, name);
    // An optional one for another system.
    if (installed === null || folders.has(installed)) continue;
    folders.add(installed);
    // A package manager may have put a link there: Node reads both.
    const real = realpathSync(installed);
    folders.add(real);
    addDependencies(real, folders);
  }
}

/** Where Node looks for a package: in the `node_modules` of each folder upwards. */
function installedFolder(folder: string, name: string): string | null {
  const candidate = join(folder, "node_modules", name);
  if (existsSync(join(candidate, "package.json"))) return candidate;
  const above = dirname(folder);
  return above === folder ? null : installedFolder(above, name);
}
