import { basename, extname } from "node:path";

/** The file's name less `lib` and extension; what may not stand in a C name becomes `_`. */
export function defaultSymbol(path: string): string {
  const name = basename(path, extname(path)).replace(/^lib/, "").replace(/\W/g, "_");
  return /^\d/.test(name) ? `_${name}` : name;
}
