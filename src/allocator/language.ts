import { extname } from "node:path";

export type Language = "lua" | "python" | "javascript" | "native";

const LANGUAGES: Readonly<Record<string, Language>> = {
  ".lua": "lua",
  ".py": "python",
  ".js": "javascript",
  ".mjs": "javascript",
  ".ts": "javascript",
  ".mts": "javascript",
  ".so": "native",
  ".dylib": "native",
  ".c": "native",
  ".cpp": "native",
};

/** What hosts the file at a path (contract, section 5), or undefined when nothing here does. C and C++ are compiled first. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES[extname(path)];
}

/** Whether the file is the source of a native library. */
export function isNativeSource(path: string): boolean {
  return [".c", ".cpp"].includes(extname(path));
}

/** `.lua, .py, ...`: for messages. */
export const EXTENSIONS: string = Object.keys(LANGUAGES).join(", ");

/** `build/liballocator.so#org_example_Allocator`: the file, and the symbol that stands behind the last `#`, if any. */
export function splitSymbol(name: string): { readonly file: string; readonly symbol: string | null } {
  const hash = name.lastIndexOf("#");
  if (hash < 0) return { file: name, symbol: null };
  return { file: name.slice(0, hash), symbol: name.slice(hash + 1) };
}
