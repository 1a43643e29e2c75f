import { readFileSync, statSync } from "node:fs";
import { BadInput } from "../base/bad-input.js";

/** As for a scenario: a manifest of 1000 modules has about 0.1 MiB. */
const MAX_BYTES = 10 * 1024 ** 2;

/**
 * Reads a manifest's text.
 *
 * @param path what to read, relative to the current directory
 * @param shownAs what complaints call it
 * @throws BadInput naming the path and the system's reason (M5), or why it cannot be a manifest
 */
export function readManifestText(path: string, shownAs: string): string {
  const refuse = (rule: string, nextStep: string) => new BadInput([{ place: shownAs, rule, nextStep }]);
  const bytes = orRefused(refuse, () => {
    const stats = statSync(path);
    if (stats.isDirectory()) throw refuse("is a directory, not a manifest", "name a file in it, or use --modules-dir");
    if (!stats.isFile()) throw refuse("is not a regular file, so not a manifest", "name a file");
    if (stats.size > MAX_BYTES)
      throw refuse(`a manifest has at most ${MAX_BYTES} bytes`, "split it: --modules-dir=DIR");
    return readFileSync(path);
  });
  try {
    // RFC 8259 allows a reader to ignore a byte order mark, and the decoder does.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse("a manifest is UTF-8 text, and this file is not", "save it as UTF-8, or name another file");
  }
}

function orRefused<T>(refuse: (rule: string, nextStep: string) => BadInput, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw refuse(`cannot be read: ${systemReason(error)}`, "check the path and its permissions");
  }
}

/** `ENOENT: no such file or directory, stat 'x'` less the call: the path is in the place already. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = /^[A-Z0-9_]+: (.*?)(?:, \w+.*)?$/s.exec(message)?.[1] ?? message;
  return code === undefined ? reason : `${reason} (${code})`;
}
