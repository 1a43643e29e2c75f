import { basename, extname } from "node:path";

/** A module in a native library. */
export interface NativeSource {
  readonly path: string;
  readonly symbol: string;
}

/** Reads `PATH#symbol`, or `PATH` for a module that is named as its file. */
export function nativeSource(text: string): NativeSource {
  const hash = text.lastIndexOf("#");
  if (hash < 0) return { path: text, symbol: defaultSymbol(text) };
  return { path: text.slice(0, hash), symbol: text.slice(hash + 1) };
}

/** The file's name less `lib` and extension; what may not stand in a C name becomes `_`. */
export function defaultSymbol(path: string): string {
  const name = basename(path, extname(path)).replace(/^lib/, "").replace(/\W/g, "_");
  return /^\d/.test(name) ? `_${name}` : name;
}
