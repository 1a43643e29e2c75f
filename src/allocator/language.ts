import { extname } from "node:path";

export type Language = "lua" | "python" | "javascript" | "native";

const LANGUAGES: Readonly<Record<string, Language>> = {
  ".lua": "lua",
  ".py": "python",
  ".js": "javascript",
  ".mjs": "javascript",
  ".so": "native",
  ".dylib": "native",
  ".c": "native",
};

/** What hosts the file at a path (contract, section 5), or undefined when nothing here does. A `.c` file is compiled first. */
export function languageOf(path: string): Language | undefined {
  return LANGUAGES[extname(path)];
}

/** `.lua, .py, ...`: for messages. */
export const EXTENSIONS: string = Object.keys(LANGUAGES).join(", ");
