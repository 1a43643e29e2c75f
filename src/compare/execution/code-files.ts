import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { compareBytes } from "../../base/byte-order.js";
import { type ForeignCode, foreignCodeOf } from "../../run/allocator-guard.js";
import type { UnrecordedJob } from "../../run/row-of-scenario.js";

/** A file of code that is not this program's own, as it was when it was read first. */
export interface CodeFile {
  readonly path: string;
  /** SHA-256 of what is in it. */
  readonly digest: string;
}

/** Reads each file of foreign code once. */
export class CodeFiles {
  readonly #known = new Map<string, readonly CodeFile[]>();

  /** What a job's process may load: its libraries and scripts, and what scripts of the same language lie beside these. */
  of({ allocator, modules }: Pick<UnrecordedJob, "allocator" | "modules">): readonly CodeFile[] {
    return foreignCodeOf(allocator, modules).flatMap((code) => this.#filesOf(code));
  }

  #filesOf({ path, host }: ForeignCode): readonly CodeFile[] {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const names = host === "native" ? [basename(path)] : scriptsBeside(path);
    const files = names.map((name) => codeFile(join(dirname(path), name)));
    this.#known.set(path, files);
    return files;
  }
}

function scriptsBeside(path: string): string[] {
  const extension = extname(path);
  const entries = readdirSync(dirname(path), { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory() && extname(entry.name) === extension);
  return names.map(({ name }) => name).sort(compareBytes);
}

function codeFile(path: string): CodeFile {
  return { path, digest: createHash("sha256").update(readFileSync(path)).digest("hex") };
}
