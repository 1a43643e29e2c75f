import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryName } from "../base/atomic-file.js";
import { packageFile } from "../base/package-files.js";
import { onInterruption } from "../run/interruption.js";
import { EDITOR_TYPES } from "../runtimes/javascript/editor/editor-types-file.js";
import { INCLUDE_FOLDER } from "../runtimes/native/compile.js";
import { defaultSymbol } from "../runtimes/native/default-symbol.js";

/** What a language has beyond its templates. */
interface Kit {
  readonly extension: string;
  /** What an editor reads of the SDK: the file in this package, and its place in the new folder. */
  readonly types: readonly [from: string, to: string] | null;
  /** Whether a file's name is one that others can import it by. */
  readonly isIdentifier?: true;
}

const runtime = (...path: readonly string[]) => packageFile("src", "runtimes", ...path);

const KITS = {
  lua: { extension: "lua", types: [runtime("lua", "annotations", "workbench.lua"), "types/workbench.lua"] },
  python: { extension: "py", types: [runtime("python", "workbench.pyi"), "workbench.pyi"], isIdentifier: true },
  javascript: { extension: "js", types: [EDITOR_TYPES, "workbench.d.ts"] },
  typescript: { extension: "ts", types: [EDITOR_TYPES, "workbench.d.ts"] },
  c: { extension: "c", types: null },
  cpp: { extension: "cpp", types: null },
} as const satisfies Readonly<Record<string, Kit>>;

export type NewLanguage = keyof typeof KITS;

export const NEW_LANGUAGES = Object.keys(KITS) as readonly NewLanguage[];

/** A new folder with an allocator and all that it takes to work on it. */
export interface Scaffold {
  readonly folder: string;
  /** The allocator's file in it. */
  readonly allocator: string;
  /** All files in it, in order. */
  readonly files: readonly string[];
}

/**
 * Makes the folder, whole or not at all.
 *
 * @param name of the folder in the current one; it must not be there
 * @throws Error of the file system
 */
export function scaffold(language: NewLanguage, name: string): Scaffold {
  const kit: Kit = KITS[language];
  const allocator = `${kit.isIdentifier === true ? name.replaceAll("-", "_") : name}.${kit.extension}`;
  const files = new Map(
    [...templates("all"), ...templates(language)].map(([file, text]) => [
      file.replace(/^allocator(?=[._])/, () => allocator.slice(0, -kit.extension.length - 1)),
      filled(text, name, allocator),
    ]),
  );
  if (kit.types !== null) files.set(kit.types[1], readFileSync(kit.types[0], "utf8"));
  writeFolder(name, files);
  return { folder: name, allocator, files: [...files.keys()].sort() };
}

function templates(folder: string): [file: string, text: string][] {
  const path = packageFile("templates", folder);
  return readdirSync(path).map((file) => [file, readFileSync(join(path, file), "utf8")]);
}

function filled(text: string, name: string, allocator: string): string {
  return text
    .replaceAll("__NAME__", () => name)
    .replaceAll("__FILE__", () => allocator)
    .replaceAll("__SYMBOL__", () => defaultSymbol(allocator))
    .replaceAll("__INCLUDE__", () => INCLUDE_FOLDER)
    .replaceAll("__SCHEMA__", () => packageFile("src", "scenario", "scenario.schema.json"));
}

function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const unfinished = temporaryName(folder);
  const discard = () => rmSync(unfinished, { recursive: true, force: true });
  const forget = onInterruption(discard);
  try {
    mkdirSync(unfinished);
    for (const [file, text] of files) {
      mkdirSync(dirname(join(unfinished, file)), { recursive: true });
      writeFileSync(join(unfinished, file), text);
    }
    if (existsSync(folder)) throw Object.assign(new Error("it is there already"), { code: "EEXIST" });
    renameSync(unfinished, folder);
  } catch (error) {
    discard();
    throw error;
  } finally {
    forget();
  }
}
