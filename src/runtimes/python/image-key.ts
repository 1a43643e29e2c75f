import { createRequire } from "node:module";
import { packageFile } from "../../base/package-files.js";
import { sha256 } from "../../base/sha256.js";
import { pythonTexts, textsIn } from "./python-texts.js";

/** Names all that an image depends on: what Python is, what runs it, what is imported into it, and how it is made. */
export function pythonImageKey(): string {
  const { version } = createRequire(import.meta.url)("pyodide/package.json") as { version: string };
  const makers = textsIn(packageFile("dist", "src", "runtimes", "python"), ".js");
  return sha256(JSON.stringify([version, process.version, process.arch, pythonTexts(), makers]));
}
