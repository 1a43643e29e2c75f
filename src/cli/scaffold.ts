import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryName } from "../base/atomic-file.js";
import { readBuilt } from "../base/built-file.js";
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
  /** The template of its tests; null: it is tried by the battery of all allocators. */
  readonly test: string | null;
  /** Whether a file's name is one that others can import it by. */
  readonly isIdentifier?: true;
}

const runtime = (...path: readonly string[]) => packageFile("src", "runtimes", ...path);

const KITS = {
  lua: {
    extension: "lua",
    types: [runtime("lua", "annotations", "workbench.lua"), "types/workbench.lua"],
    test: "allocator.test.lua",
  },
  python: {
    extension: "py",
    types: [runtime("python", "workbench.pyi"), "workbench.pyi"],
    test: "test_allocator.py",
    isIdentifier: true,
  },
  javascript: { extension: "js", types: [EDITOR_TYPES, "workbench.d.ts"], test: "allocator.test.js" },
  typescript: { extension: "ts", types: [EDITOR_TYPES, "workbench.d.ts"], test: "allocator.test.ts" },
  c: { extension: "c", types: null, test: null },
  cpp: { extension: "cpp", types: null, test: null },
} as const satisfies Readonly<Record<string, Kit>>;

export type NewLanguage = keyof typeof KITS;

export const NEW_LANGUAGES = Object.keys(KITS) as readonly NewLanguage[];

/** Whose files end so: "js" is how some say JavaScript. */
export function languageOfFiles(extension: string): NewLanguage | undefined {
  return NEW_LANGUAGES.find((language) => KITS[language].extension === extension);
}

/** A new folder with an allocator and all that it takes to work on it. */
export interface Scaffold {
  readonly folder: string;
  /** The allocator's file in it. */
  readonly allocator: string;
  /** All files in it, in order. */
  readonly files: readonly string[];
  /** Commands of this program to go on with, to be given in the folder. */
  readonly commands: readonly string[];
}

/**
 * Makes the folder, whole or not at all.
 *
 * @param name of the folder in the current one; it must not be there
 * @throws NotBuilt @throws Error of the file system
 */
export function scaffold(language: NewLanguage, name: string): Scaffold {
  const kit: Kit = KITS[language];
  const module = kit.isIdentifier === true ? name.replaceAll("-", "_") : name;
  const allocator = `${module}.${kit.extension}`;
  const named = (template: string) => template.replace("allocator", () => module);
  const test = kit.test === null ? `test --allocator ${allocator}` : `test ${named(kit.test)}`;
  const fill = filling({ NAME: name, MODULE: module, FILE: allocator, TEST: test, SYMBOL: defaultSymbol(allocator) });
  const files = new Map(
    [...templates("all"), ...templates(language)].map(([file, text]) => [named(file), fill(text)] as const),
  );
  if (kit.types !== null) files.set(kit.types[1], readBuilt(kit.types[0]).toString());
  writeFolder(name, files);
  const commands = ["run scenario.yaml", "run scenario.yaml --watch", test];
  return { folder: name, allocator, files: [...files.keys()].sort(), commands };
}

function templates(folder: string): [file: string, text: string][] {
  const path = packageFile("templates", folder);
  return readdirSync(path).map((file) => [file, readFileSync(join(path, file), "utf8")]);
}

/** Puts values in the place of `__NAME__` and the like. */
function filling(values: Readonly<Record<string, string>>): (text: string) => string {
  const all = new Map(
    Object.entries({
      ...values,
      INCLUDE: INCLUDE_FOLDER,
      SCHEMA: packageFile("src", "scenario", "scenario.schema.json"),
    }),
  );
  return (text) => text.replace(/__([A-Z]+)__/g, (whole, name: string) => all.get(name) ?? whole);
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
