import { type Stats, statSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { EXTENSIONS, isNativeSource, languageOf, splitSymbol } from "../../allocator/language.js";
import { nearest } from "../../base/nearest.js";
import type { AllocatorReference } from "../scenario.js";

/** Why a text names no allocator. */
export interface ReferenceDefect {
  readonly value: string;
  readonly rule: string;
  readonly nextStep: string;
}

export interface Builtins {
  readonly names: ReadonlySet<string>;
  /** Other names for them, e.g. `HierarchicalDRF`. */
  readonly aliases: ReadonlyMap<string, string>;
}

/**
 * What `use:` or `--allocator` names: a built-in, or a file that must be there.
 *
 * @param base the folder that a relative path starts from
 * @param others further names that could have been meant, such as labels
 */
export function resolveAllocator(
  name: string,
  base: string,
  builtins: Builtins,
  others: readonly string[] = [],
): AllocatorReference | ReferenceDefect {
  const builtin = builtins.aliases.get(name) ?? name;
  if (builtins.names.has(builtin)) return { kind: "builtin", name: builtin };
  const { file, symbol } = splitSymbol(name);
  const language = languageOf(file);
  if (language === undefined)
    return unknownAllocator(name, file, base, new Set([...builtins.names, ...builtins.aliases.keys(), ...others]));
  if (symbol !== null && language !== "native") {
    return { value: name, rule: "only a native allocator has a symbol", nextStep: `write ${file} alone` };
  }
  const path = resolve(base, file);
  const isFound = statSync(path, { throwIfNoEntry: false });
  return fileDefect(file, path, isFound) ?? { kind: "file", language, path, symbol, compile: isNativeSource(file) };
}

/** The label of an allocator that is given none: a built-in's own name, a file's base name. */
export function defaultLabel(name: string): string {
  const { file } = splitSymbol(name);
  return languageOf(file) === undefined ? name : basename(file);
}

function unknownAllocator(name: string, file: string, base: string, known: ReadonlySet<string>): ReferenceDefect {
  const isFile = /[/\\]/.test(file) || statSync(resolve(base, file), { throwIfNoEntry: false }) !== undefined;
  if (isFile) {
    const extension = extname(file) === "" ? "no extension" : `the extension ${extname(file)}`;
    const rule = `an allocator's file ends in one of ${EXTENSIONS}, and this has ${extension}`;
    return { value: name, rule, nextStep: "name a file of a known kind" };
  }
  const meant = nearest(name, known);
  const nextStep =
    meant === undefined ? `name one of ${[...known].join(", ")}, or a file` : `did you mean ${JSON.stringify(meant)}?`;
  return { value: name, rule: "there is no such allocator", nextStep };
}

function fileDefect(file: string, path: string, stats: Stats | undefined): ReferenceDefect | undefined {
  const defect = (rule: string, nextStep: string) => ({ value: file, rule, nextStep });
  if (stats === undefined) return defect("there is no such file", `check the path; it stands for ${path}`);
  if (stats.isDirectory()) return defect("is a directory, not an allocator's file", "name a file in it");
  if (stats.size === 0) return defect("the file is empty", "write an allocator into it, or name another file");
  return undefined;
}
