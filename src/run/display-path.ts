import { isAbsolute, relative } from "node:path";

/** A path as messages name it: relative to the current folder when it lies below it. */
export function displayPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
