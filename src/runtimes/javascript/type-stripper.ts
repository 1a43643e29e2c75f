import { createRequire } from "node:module";
import { AllocatorFailure } from "../../allocator/failure.js";
import { oneLine } from "../../base/one-line.js";

type Swc = typeof import("@swc/wasm-typescript");

/** What swc throws; lines count from 1, columns from 0. */
interface SwcError {
  readonly code: string;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

export function isTypeScript(file: string): boolean {
  return /\.m?ts$/.test(file);
}

/** The same text with blanks in place of types, so that lines and columns stay where they were. @throws AllocatorFailure `loadFailed` with the place */
export function stripTypes(code: string, file: string): string {
  try {
    return swc().transformSync(code, STRIP_ONLY).code;
  } catch (error) {
    const { startLine, startColumn } = error as Partial<SwcError>;
    if (startLine === undefined || startColumn === undefined) throw error;
    throw new AllocatorFailure("loadFailed", `${file}:${startLine}:${startColumn + 1}: ${sentence(error as SwcError)}`);
  }
}

/** `module N {}` would be refused by TypeScript itself one day: with this it is today. */
const STRIP_ONLY = { mode: "strip-only", deprecatedTsModuleAsError: true } as const;

/** What is more than a type, by a word of swc's message, and what does without it. */
const INSTEAD: readonly (readonly [word: string, instead: string])[] = [
  ["enum", "write a constant object, such as const State = { idle: 0, busy: 1 } as const"],
  ["namespace", "export its members from a file of their own"],
  ["parameter property", "declare the field, and assign it in the constructor"],
  ["import equals", "write import ... from"],
  ["export assignment", "write export default"],
];

function sentence({ code, message }: SwcError): string {
  const line = oneLine(message);
  if (code !== "UnsupportedSyntax") return `SyntaxError: ${line}`;
  const found = INSTEAD.find(([word]) => line.includes(word));
  if (found === undefined) return line;
  const [word, instead] = found;
  return `${word}: types are taken out of a script and nothing else is compiled; ${instead}`;
}

let loaded: Swc | undefined;

/** Loaded when the first TypeScript file is. Imports are read synchronously, so it has to be as well. */
function swc(): Swc {
  loaded ??= createRequire(import.meta.url)("@swc/wasm-typescript") as Swc;
  return loaded;
}
