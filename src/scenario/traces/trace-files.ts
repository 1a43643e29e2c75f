import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { BadInput } from "../../base/bad-input.js";
import { sha256 } from "../../base/sha256.js";
import type { Cursor } from "../document/cursor.js";
import { readTextFile } from "../document/read-text-file.js";

/** Larger files than this are no trace that fits into memory. */
const MOST_BYTES = 256 * 1024 ** 2;

/** Where a public data set is to be had, in words that end a sentence. */
export type DataSet = string;

/** The files of one trace, found relative to the scenario; keeps the digest of each that was read. */
export class TraceFiles {
  readonly digests: Record<string, string> = {};
  readonly #base: string;
  readonly #dataSet: DataSet;

  /** @param base the folder of the scenario */
  constructor(base: string, dataSet: DataSet) {
    this.#base = base;
    this.#dataSet = dataSet;
  }

  /** Absolute; undefined with a complaint when there is no such folder. */
  folder(cursor: Cursor): string | undefined {
    if (cursor.text === undefined) return undefined;
    const folder = resolve(this.#base, cursor.text);
    if (existsSync(folder)) return folder;
    cursor.complain("there is no such folder", this.#whereToGet);
    return undefined;
  }

  /** Absolute; undefined with a complaint when there is no such file. */
  file(cursor: Cursor): string | undefined {
    if (cursor.text === undefined) return undefined;
    const file = resolve(this.#base, cursor.text);
    if (existsSync(file)) return file;
    cursor.complain("there is no such file", this.#whereToGet);
    return undefined;
  }

  /** The one file with this extension in the folder; undefined with a complaint when there is none or several. */
  onlyFile(cursor: Cursor, extension: string): string | undefined {
    const folder = this.folder(cursor);
    if (folder === undefined) return undefined;
    const names = this.#list(folder, cursor)
      .filter((name) => name.endsWith(extension))
      .sort();
    if (names.length === 1) return join(folder, names[0] as string);
    const rule = names.length === 0 ? `the folder holds no ${extension} file` : `the folder holds ${names.join(", ")}`;
    cursor.complain(rule, names.length === 0 ? this.#whereToGet : "name one of them with file: in place of folder:");
    return undefined;
  }

  /** The text of a trace file; undefined with a complaint when it cannot be read. */
  text(path: string, cursor: Cursor): string | undefined {
    const kind = { what: "a trace file", whenMissing: this.#whereToGet, maxBytes: MOST_BYTES, whenTooLarge: "cut it" };
    try {
      const text = readTextFile(path, kind);
      this.digests[basename(path)] = sha256(text);
      return text;
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      cursor.defects.addOf("trace", error.complaints);
      return undefined;
    }
  }

  get #whereToGet(): string {
    return `get ${this.#dataSet}, and name the folder that holds it with --param traces=DIR or the environment variable WORKBENCH_TRACES`;
  }

  #list(folder: string, cursor: Cursor): string[] {
    try {
      return readdirSync(folder);
    } catch (error) {
      cursor.complain(`the folder cannot be read (${(error as NodeJS.ErrnoException).code})`, "check its permissions");
      return [];
    }
  }
}
