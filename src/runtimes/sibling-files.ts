import { readFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";

/** What a file's text asks for, as paths. @param folder of the script that all begins with */
type Imports = (code: string, file: string, folder: string) => string[];

/**
 * A script, or the source of a native allocator, with every file beside it that its text imports, and theirs. What is built
 * while it runs (a name put together) is not seen. Paths that are not there are among them: they may be, later.
 *
 * @param path absolute
 */
export function siblingFiles(path: string): ReadonlySet<string> {
  const files = new Set([path]);
  // A set gives what is added to it while it is walked through.
  for (const file of files) {
    const imports = IMPORTS[extname(file)] ?? (() => []);
    for (const found of imports(textOf(file), file, dirname(path))) files.add(found);
  }
  return files;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const javascript: Imports = (code, file) => {
  const requests = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.\.?\/[^"'\n]+)["']/g)];
  return requests.flatMap(([, request]) => {
    const path = resolve(dirname(file), request as string);
    // TypeScript names the file that its own is compiled to.
    return [path, path.replace(/\.(m?)js$/, ".$1ts")];
  });
};

const lua: Imports = (code, _file, folder) => {
  const names = [...code.matchAll(/\brequire\s*\(?\s*["']([\w-]+(?:\.[\w-]+)*)["']/g)];
  return names.map(([, name]) => join(folder, `${(name as string).replaceAll(".", "/")}.lua`));
};

/** `import a.b, c`, `from a.b import c, d`, `from .a import b` */
const python: Imports = (code, file, folder) => {
  const plain = [...code.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)];
  const from = [...code.matchAll(/^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^(\n#]+))/gm)];
  return [
    ...plain.flatMap(([, names]) => namesIn(names).flatMap((name) => pythonFiles(folder, name))),
    ...from.flatMap(([, dots, of, bracketed, plainly]) => {
      const base = dots === "" ? folder : join(dirname(file), "../".repeat((dots as string).length - 1));
      return [
        of as string,
        ...namesIn(bracketed ?? plainly).map((name) => (of === "" ? name : `${of}.${name}`)),
      ].flatMap((name) => pythonFiles(base, name));
    }),
  ];
};

function namesIn(text: string | undefined): string[] {
  return (text ?? "").split(",").flatMap((name) => name.trim().split(/\s+/)[0] ?? []);
}

/** Of `a.b`: `a` and `a.b`, each a file or a folder's `__init__`. */
function pythonFiles(base: string, name: string): string[] {
  const parts = name.split(".").filter((part) => /^\w+$/.test(part));
  return parts.flatMap((_, i) => {
    const path = join(base, ...parts.slice(0, i + 1));
    return [`${path}.py`, join(path, "__init__.py")];
  });
}

const native: Imports = (code, file) => {
  const names = [...code.matchAll(/^\s*#\s*include\s*"([^"\n]+)"/gm)];
  return names.map(([, name]) => resolve(dirname(file), name as string));
};

const IMPORTS: Readonly<Record<string, Imports>> = {
  ".js": javascript,
  ".mjs": javascript,
  ".ts": javascript,
  ".mts": javascript,
  ".lua": lua,
  ".py": python,
  ".c": native,
  ".cc": native,
  ".cpp": native,
  ".cxx": native,
  ".h": native,
  ".hpp": native,
};
