import { basename, dirname, join } from "node:path";

/**
 * The files of a script under the names that the VM knows them by: their paths below the script's folder. Where that folder
 * is never gets into the VM, so that no text and no place in its memory hangs on it. Messages for people get the path back.
 */
export class ScriptFiles {
  /** The script's own, from the current folder. */
  readonly folder: string;
  readonly #shown = new Map<string, string>();
  /** The name of the script itself. */
  readonly main: string;

  /** @param path of the script, as the user wrote it */
  constructor(path: string) {
    this.folder = dirname(path);
    this.main = basename(path);
    this.add(this.main);
  }

  add(chunk: string): void {
    this.#shown.set(chunk, join(this.folder, chunk));
  }

  /** The path to show; undefined when the chunk is no file of the script. */
  pathOf(chunk: string): string | undefined {
    return this.#shown.get(chunk);
  }

  /** The place that a message begins with, when it is in one of the files. */
  placeIn(message: string): string | null {
    const [, chunk, line] = /^(.+?):(\d+): /s.exec(message) ?? [];
    const path = chunk === undefined ? undefined : this.pathOf(chunk);
    return path === undefined ? null : `${path}:${line}`;
  }

  /** A message or a traceback with paths in place of the names. */
  shown(text: string): string {
    const chunks = [...this.#shown.keys()].map((chunk) => chunk.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const place = new RegExp(`(?<=^|[\\s<'"(])(${chunks.join("|")})(?=:\\d+\\b)`, "g");
    return text.replace(place, (chunk) => this.pathOf(chunk) as string);
  }
}
