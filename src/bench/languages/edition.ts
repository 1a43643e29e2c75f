import type { RowLanguage } from "../../run/row-result.js";
import type { LuaEngine } from "../../runtimes/lua/load-lua.js";

export type EditionName = "TypeScript" | "C" | "Lua, wasmoon" | "Lua, fengari" | "JavaScript" | "Python";

/** The reference allocator in one language, and in one virtual machine where there are several. */
export interface Edition {
  readonly name: EditionName;
  readonly language: RowLanguage;
  /** Of Lua; null for all others. */
  readonly engine: LuaEngine | null;
  /** Below `allocators/reference`. The built-in one is compiled with this program. */
  readonly file: string;
}

/** What the others are compared with. */
export const BUILTIN_EDITION: Edition = { name: "TypeScript", language: "builtin", engine: null, file: "drf.ts" };

export const EDITIONS: readonly Edition[] = [
  BUILTIN_EDITION,
  { name: "C", language: "native", engine: null, file: "drf.c" },
  { name: "Lua, wasmoon", language: "lua", engine: "wasmoon", file: "drf.lua" },
  { name: "Lua, fengari", language: "lua", engine: "fengari", file: "drf.lua" },
  { name: "JavaScript", language: "javascript", engine: null, file: "drf.js" },
  { name: "Python", language: "python", engine: null, file: "drf.py" },
];
