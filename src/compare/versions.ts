import { packageVersions } from "../base/package-files.js";
import type { Versions } from "./comparison.js";

/** What foreign code runs in. */
const RUNTIMES = ["fengari", "koffi", "pyodide", "quickjs-emscripten", "wasmoon"];

/** Of this program, of what it runs in, and of what scripts run in; all are pinned. */
export function programVersions(): Versions {
  const { version, dependencies } = packageVersions();
  const runtimes = RUNTIMES.map((name) => [name, dependencies[name] ?? "none"]);
  return { workbench: version, node: process.versions.node, runtimes: Object.fromEntries(runtimes) };
}
