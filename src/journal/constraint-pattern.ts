import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

const MOST_CHARACTERS = 1024;

/**
 * Why a text is no regular expression that a constraint may have, or undefined when it is one: RE2 must be able to compile
 * it, and it has at most 1024 characters (P8).
 */
export function constraintPatternDefect(pattern: string): string | undefined {
  if ([...pattern].length > MOST_CHARACTERS) return `a regular expression has at most ${MOST_CHARACTERS} characters`;
  // Loaded when there is a pattern: few journals and scenarios have one, and it is as large as all the rest of a run.
  const { RE2JS, RE2JSException } = require("re2js") as typeof import("re2js");
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return `RE2 cannot compile the regular expression (${error.message})`;
  }
}
