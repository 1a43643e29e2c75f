import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { cacheFolder } from "../../base/cache-folder.js";
import { packageFile } from "../../base/package-files.js";
import { siblingFiles } from "../sibling-files.js";

export type Compilation =
  | { readonly kind: "compiled"; readonly library: string }
  /** This machine has no such compiler: nothing is wrong with the source. */
  | { readonly kind: "noCompiler"; readonly compiler: string }
  | { readonly kind: "failed"; readonly output: string };

export const INCLUDE_FOLDER = packageFile("src", "runtimes", "native", "include");

/** No fused multiply-add: its rounding would make decisions differ from other languages' (contract, section 3). */
const FLAGS = ["-O2", "-shared", "-fPIC", "-ffp-contract=off", "-I", INCLUDE_FOLDER];

/** By the extension of the source: where the environment names the compiler, what it is otherwise, and the standard. */
const C = {
  variable: "CC",
  compiler: "cc",
  // What C99 forbids compilers merely warn of: a misspelt function would be missed when the library is opened, without a place.
  standard: ["-std=c99", "-D_DEFAULT_SOURCE", "-Werror=implicit-function-declaration"],
};
const CPP = { variable: "CXX", compiler: "c++", standard: ["-std=c++17"] };
const LANGUAGES: Readonly<Record<string, typeof C>> = { ".cpp": CPP, ".cc": CPP, ".cxx": CPP };

/** What the system says of a command that is not there, or no program. */
const MISSING = ["ENOENT", "EACCES", "ENOTDIR"];

/**
 * Compiles a module in C or C++ to a shared library, once per source, headers (those beside it, too), compiler and
 * command: the library stays in the user's cache folder. The compiler is `$CC` or `$CXX`, else `cc` or `c++`; it is asked
 * for its version each time, so that a machine without one says so whatever lies in the cache.
 */
export async function compileNative(source: string): Promise<Compilation> {
  const language = LANGUAGES[extname(source)] ?? C;
  const command = process.env[language.variable] ?? language.compiler;
  const [compiler = language.compiler, ...options] = command.split(/\s+/).filter((word) => word !== "");
  const args = [...options, ...language.standard, ...FLAGS];
  const version = await runCompiler(compiler, ["--version"]);
  if (version === "missing") return { kind: "noCompiler", compiler };
  const library = join(libraryFolder(), `${cacheKey(source, [compiler, version.output, ...args])}.so`);
  if (existsSync(library)) return { kind: "compiled", library };
  const unfinished = `${library}.tmp-${randomUUID()}`;
  const outcome = await runCompiler(compiler, [...args, "-o", unfinished, source, "-lm"]);
  if (outcome === "missing") return { kind: "noCompiler", compiler };
  if (outcome.status !== 0) {
    rmSync(unfinished, { force: true });
    return { kind: "failed", output: outcome.output };
  }
  renameSync(unfinished, library);
  return { kind: "compiled", library };
}

/** Where there is no cache that can be written, a folder in the temporary one. */
function libraryFolder(): string {
  try {
    return cacheFolder("native");
  } catch {
    return mkdtempSync(join(tmpdir(), "allocator-workbench-"));
  }
}

function cacheKey(source: string, command: readonly string[]): string {
  const hash = createHash("sha256");
  const headers = readdirSync(INCLUDE_FOLDER, { recursive: true, encoding: "utf8" });
  for (const header of headers.filter((name) => /\.(h|hpp)$/.test(name)).sort()) {
    hash.update(header).update(readFileSync(join(INCLUDE_FOLDER, header)));
  }
  for (const file of siblingFiles(resolve(source))) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  hash.update(JSON.stringify(command));
  return hash.digest("hex");
}

function runCompiler(
  compiler: string,
  args: readonly string[],
): Promise<"missing" | { readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    // In English, since callers look for "error:".
    const child = spawn(compiler, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, LC_ALL: "C" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (MISSING.includes(error.code ?? "")) resolve("missing");
      else reject(error);
    });
    child.on("close", (status) => resolve({ status, output }));
  });
}
