import { existsSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { BadInput } from "../base/bad-input.js";
import { makeFolders } from "../base/make-folders.js";

/**
 * Where `--record` puts the journal of each row. The flag names a file when there is one row, and a folder when it is one,
 * ends in `/`, or there are several: then each row has the file `LABEL.jsonl` in it.
 *
 * @throws BadInput when a file is named for several rows, or the folder cannot be made
 */
export function journalPaths(record: string | undefined, labels: readonly string[]): Map<string, string> {
  if (record === undefined) return new Map();
  if (labels.length === 1 && !isFolder(record)) return new Map([[labels[0] as string, record]]);
  if (isFile(record)) {
    const rule = `a file takes the journal of one allocator, and there are ${labels.length}`;
    const nextStep = "name a folder, or choose one with --allocator";
    throw new BadInput([{ place: "--record", value: record, rule, nextStep }]);
  }
  makeFolder(record, "--record");
  return new Map(withFileNames(labels).map(([label, name]) => [label, join(record, `${name}.jsonl`)]));
}

/** Where the journal of a row goes should it fail: `LABEL.failed.jsonl`. */
export function failureJournalPaths(folder: string, labels: readonly string[]): Map<string, string> {
  return new Map(withFileNames(labels).map(([label, name]) => [label, join(folder, `${name}.failed.jsonl`)]));
}

/** @throws BadInput when it is not there and cannot be made */
export function makeFolder(path: string, place: string): void {
  try {
    makeFolders(path);
  } catch (error) {
    const rule = `the folder cannot be made (${(error as NodeJS.ErrnoException).code})`;
    throw new BadInput([{ place, value: path, rule, nextStep: "name one that may be written" }]);
  }
}

function isFolder(path: string): boolean {
  return path.endsWith("/") || (existsSync(path) && statSync(path).isDirectory());
}

/** There already, or, by its extension, meant to be. */
function isFile(path: string): boolean {
  if (existsSync(path)) return !statSync(path).isDirectory();
  return !path.endsWith("/") && [".jsonl", ".json", ".gz"].includes(extname(path));
}

/** Labels as names of files: what may not stand in one becomes `_`, and what then is the same is numbered. */
function withFileNames(labels: readonly string[]): [label: string, name: string][] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const plain = label.replace(/[^\p{L}\p{N}._ +-]/gu, "_").replace(/^\./, "_");
    let name = plain;
    for (let i = 2; taken.has(name.toLowerCase()); i++) name = `${plain}-${i}`;
    taken.add(name.toLowerCase());
    return [label, name];
  });
}
