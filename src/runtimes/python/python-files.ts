import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Where a script's folder stands inside the virtual machine: a script sees the same names on every machine. */
const FOLDER = "/script/";

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** What an import finds beside the script. */
export type FoundModule =
  | { readonly kind: "module"; readonly file: string; readonly source: string; readonly isPackage: boolean }
  /** A folder without `__init__.py`. */
  | { readonly kind: "folder"; readonly file: string }
  | { readonly kind: "refused"; readonly rule: string };

/** The files of a script: its own, and those below its folder that it imports. No other file of the host is ever read. */
export class PythonFiles {
  /** The script's name inside the virtual machine. */
  readonly main: string;
  readonly #folder: string;

  /** @param path of the script, as the user wrote it */
  constructor(path: string) {
    this.#folder = dirname(path);
    this.main = FOLDER + basename(path);
  }

  /** The modules and packages in the script's folder, some of which may be named as one of the standard library. */
  names(): string[] {
    const names = readdirSync(this.#folder).map((entry) => entry.replace(/\.py$/, ""));
    return [...new Set(names)].filter((name) => this.find(name)?.kind === "module");
  }

  /**
   * A module beside the script, or below a package there.
   * @param name dotted, as Python imports it
   * @returns null: there is none
   */
  find(name: string): FoundModule | null {
    const parts = name.split(".");
    if (!parts.every((part) => IDENTIFIER.test(part))) return null;
    const below = parts.join("/");
    for (const file of [`${below}/__init__.py`, `${below}.py`]) {
      const place = this.#look(file);
      if (place === "outside") return this.#refused(file, "a link leads out of the script's folder");
      if (place === "file") return this.#module(file, file !== `${below}.py`);
    }
    return this.#look(below) === "folder" ? { kind: "folder", file: FOLDER + below } : null;
  }

  /** A text of Python's in which the script's files have the names that people know them by. */
  shown(text: string): string {
    return text.replaceAll(FOLDER, () => (this.#folder === "." ? "" : `${this.#folder.replace(/\/$/, "")}/`));
  }

  /** `file:line` of the innermost frame of the script itself: an error inside the SDK is the script's doing. */
  placeIn(traceback: string): string | null {
    const frames = [...traceback.matchAll(/^\s*File "(\/script\/.+)", line (\d+)/gm)];
    const [, file, line] = frames.at(-1) ?? [];
    return file === undefined ? null : `${this.shown(file)}:${line}`;
  }

  #module(below: string, isPackage: boolean): FoundModule {
    try {
      const source = readFileSync(join(this.#folder, below), "utf8");
      return { kind: "module", file: FOLDER + below, source, isPackage };
    } catch (error) {
      return this.#refused(below, (error as Error).message);
    }
  }

  #refused(below: string, rule: string): FoundModule {
    return { kind: "refused", rule: `${this.shown(FOLDER + below)} cannot be imported: ${rule}` };
  }

  /** The system follows links wherever they lead. */
  #look(below: string): "file" | "folder" | "outside" | "nothing" {
    const path = join(this.#folder, below);
    const inside = `${realpathSync.native(this.#folder).replace(/\/$/, "")}/`;
    try {
      if (!realpathSync.native(path).startsWith(inside)) return "outside";
      return statSync(path).isDirectory() ? "folder" : "file";
    } catch (error) {
      // The process of a script may not even look at what is outside.
      return (error as NodeJS.ErrnoException).code === "ERR_ACCESS_DENIED" ? "outside" : "nothing";
    }
  }
}
