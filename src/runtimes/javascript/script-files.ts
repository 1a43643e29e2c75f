import { readFileSync, realpathSync } from "node:fs";
import { posix } from "node:path";
import { packageFile } from "../../base/package-files.js";
import { readScript } from "../script.js";
import { resolveOwn, SDK } from "./image/own-modules.js";
import { importPlace } from "./import-place.js";
import { importsOf, missingExport, missingExportText } from "./missing-export.js";
import { isTypeScript, stripTypes } from "./type-stripper.js";

/** Where a script's folder stands inside the virtual machine: a script sees the same names on every machine. */
const FOLDER = "/script/";

/** The SDK before it is compiled: allocators that come with this package import it by its path. */
const SDK_SOURCE = packageFile("src", "sdk", "workbench");

/** Characters. */
const LONGEST_QUOTE = 120;

const EXTENSIONS = [".js", ".mjs", ".ts", ".mts"];

/** The modules of one script: its own file and those it imports. Those of the SDK are in its QuickJS from the beginning. */
export class ScriptFiles {
  /** The script's name inside the virtual machine. */
  readonly main: string;
  readonly #path: string;
  readonly #folder: string;
  readonly #sources = new Map<string, string>();

  /** @param path as the user wrote it */
  constructor(path: string) {
    this.#path = path;
    this.#folder = posix.dirname(path);
    this.main = FOLDER + posix.basename(path);
  }

  /** @throws AllocatorFailure when it cannot be read, or holds what is no type and no JavaScript */
  readMain(): string {
    return this.#javascript(this.main, readScript(this.#path));
  }

  /**
   * The name of an imported module: `workbench` is the SDK, `./file.js` a file in the script's folder or below it.
   * @throws Error which says where it is imported, and why it cannot be
   */
  resolve(importer: string, request: string): string {
    if (request === "workbench") return SDK;
    const own = resolveOwn(importer, request);
    if (own !== null) return own;
    const refusal = (rule: string) =>
      new Error(`${this.#placeOf(importer, request)}: cannot import '${request}': ${rule}`);
    if (!/^\.\.?\//.test(request)) throw refusal("only 'workbench' and files beside the script, such as './scores.js'");
    if (isSdk(posix.resolve(posix.dirname(this.shown(importer)), request))) return SDK;
    const below = posix.join(posix.dirname(importer.slice(FOLDER.length)), request);
    if (below.startsWith("../")) throw refusal("it is outside of the script's folder");
    const wanted = FOLDER + below;
    if (!EXTENSIONS.includes(posix.extname(wanted)))
      throw refusal(`an import names its file with ${EXTENSIONS.join(", ")}`);
    const found = candidates(wanted, importer).find((name) => this.#realPath(name) !== null);
    if (found === undefined) throw refusal(`there is no file ${this.shown(wanted)}`);
    if (this.#leadsOut(found)) throw refusal("a link leads out of the script's folder");
    return found;
  }

  /** The text of a module that `resolve` has named. @throws Error */
  read(name: string): string {
    return this.#javascript(name, readFileSync(this.shown(name), "utf8"));
  }

  /** What QuickJS says of a name that is imported and not exported, with its place and what to do; other messages as they are. */
  withImportPlace(message: string): string {
    const missing = missingExport(message);
    if (missing === null) return message;
    const found = [...this.#sources].flatMap(([importer, code]) =>
      [...importsOf(code, missing.name)].map((one) => ({ ...one, importer })),
    );
    const wrong =
      found.find(({ importer, isHandedOn }) => isHandedOn && importer === missing.module) ??
      found.find(({ importer, request }) => this.#isNamedSo(missing.module, importer, request));
    if (wrong === undefined) return message;
    return `${this.shown(wrong.importer)}:${wrong.place}: ${missingExportText(missing.name, wrong)}`;
  }

  /** A module's name as people know it: the path from where they are. */
  shown(name: string): string {
    return name === this.main ? this.#path : posix.join(this.#folder, name.slice(FOLDER.length));
  }

  /** A stack in which the script's files have the names that people know them by. */
  shownStack(stack: string): string {
    return stack.replace(/\/script\/[^\n]*?(?=:\d+(?::\d+)?\)?$)/gm, (name) => this.shown(name));
  }

  /** `file:line` of the innermost frame of the script itself: an error inside the SDK is the script's doing. */
  placeIn(stack: string): string | null {
    const [, name, line] = /^\s*at (?:.*\()?(\/script\/.+?):(\d+)(?::\d+)?\)?$/m.exec(stack) ?? [];
    return name === undefined ? null : `${this.shown(name)}:${line}`;
  }

  /** What stands in a line of the script, as a message goes on: `: const x = y.z();`. Nothing when it is not known. */
  quoted(place: string | null): string {
    const [, path, line] = /^(.+):(\d+)$/s.exec(place ?? "") ?? [];
    const name = [...this.#sources.keys()].find((name) => this.shown(name) === path);
    const text =
      this.#sources
        .get(name ?? "")
        ?.split("\n")
        [Number(line) - 1]?.trim() ?? "";
    return text === "" ? "" : `: ${text.slice(0, LONGEST_QUOTE)}`;
  }

  #javascript(name: string, code: string): string {
    this.#sources.set(name, code);
    return isTypeScript(name) ? stripTypes(code, this.shown(name)) : code;
  }

  #isNamedSo(module: string, importer: string, request: string): boolean {
    try {
      return this.resolve(importer, request) === module;
    } catch {
      return false;
    }
  }

  #placeOf(importer: string, request: string): string {
    const place = importPlace(this.#sources.get(importer) ?? "", request);
    return place === null ? this.shown(importer) : `${this.shown(importer)}:${place}`;
  }

  #realPath(name: string): string | null {
    try {
      return realpathSync.native(this.shown(name));
    } catch {
      return null;
    }
  }

  /** The system follows links wherever they lead. */
  #leadsOut(name: string): boolean {
    const path = this.#realPath(name) as string;
    return !path.startsWith(`${realpathSync.native(this.#folder).replace(/\/$/, "")}/`);
  }
}

/** In TypeScript a file is also imported by the name that it would have when compiled: the source goes first. */
function candidates(wanted: string, importer: string): string[] {
  if (!isTypeScript(importer)) return [wanted];
  const source = wanted.replace(/\.js$/, ".ts").replace(/\.mjs$/, ".mts");
  return source === wanted ? [wanted] : [source, wanted];
}

function isSdk(path: string): boolean {
  return path.replace(/\.[jt]s$/, "") === SDK_SOURCE;
}
