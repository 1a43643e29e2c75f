import { placeAt } from "./import-place.js";
import { isTypeScript } from "./type-stripper.js";

/** An import of a name that the imported module does not export. */
export interface MissingExport {
  readonly name: string;
  /** The module's name inside the virtual machine; where the name is handed on, of the one that does so. */
  readonly module: string;
}

/** What QuickJS says of it, without a place. Null: it says something else. */
export function missingExport(message: string): MissingExport | null {
  const [, name, module] = /^Could not find export '(.+)' in module '(.+)'$/s.exec(message) ?? [];
  return name === undefined || module === undefined ? null : { name, module };
}

/** Where a module imports a name, or hands it on, and from what. */
export interface NamedImport {
  readonly request: string;
  /** By `export ... from`. */
  readonly isHandedOn: boolean;
  /** `line:column` */
  readonly place: string;
}

/** What stands between the braces, or in their place, and what it is taken from. */
const CLAUSE = /\b(import|export)\b(?!\s*type\b)([^"'();]*?)\bfrom\s*(["'])(.*?)\3/g;

/** All places in a module's text where it imports something by a name; a default import goes by `default`. */
export function* importsOf(code: string, name: string): Iterable<NamedImport> {
  for (const clause of code.matchAll(CLAUSE)) {
    const [, word = "", names = "", , request = ""] = clause;
    const offset = nameOffset(names, name);
    if (offset !== null)
      yield { request, isHandedOn: word === "export", place: placeAt(code, clause.index + word.length + offset) };
  }
}

function nameOffset(names: string, wanted: string): number | null {
  const open = names.indexOf("{");
  const before = open < 0 ? names : names.slice(0, open);
  if (wanted === "default" && /^\s*[^\s*,{]/.test(before)) return before.search(/\S/);
  let at = open + 1;
  if (open < 0) return null;
  for (const part of names.slice(at, names.lastIndexOf("}")).split(",")) {
    if (part.trim().split(/\s+as\s+/)[0] === wanted) return at + part.search(/\S/);
    at += part.length + 1;
  }
  return null;
}

/** @param importer the file's name, as is `request` what it imports from */
export function missingExportText(name: string, { request, importer }: { request: string; importer: string }): string {
  const what = name === "default" ? "has no default export" : `has no export '${name}'`;
  const instead =
    name === "default"
      ? "name what is imported, as in import { score } from"
      : isTypeScript(importer)
        ? `correct the name, or write import { type ${name} } if it is a type`
        : request === "workbench"
          ? "correct the name"
          : "correct the name, or export it there";
  return `'${request}' ${what}; ${instead}`;
}
