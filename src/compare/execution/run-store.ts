import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../base/atomic-file.js";
import type { RowFigures } from "../../run/row-result.js";

/**
 * The runs that are done, each in a file named by its digest: what a comparison that is interrupted can go on from. A file
 * is there whole or not at all. Failed runs are not kept: they are run again.
 */
export class RunStore {
  readonly #folder: string;

  /** @param folder is made; @throws Error of the file system */
  constructor(folder: string) {
    this.#folder = join(folder, "runs");
    mkdirSync(this.#folder, { recursive: true });
    for (const name of readdirSync(this.#folder)) {
      // What a killed process had begun to write.
      if (!name.endsWith(".json")) rmSync(join(this.#folder, name), { force: true });
    }
  }

  get(digest: string): RowFigures | undefined {
    const path = this.#pathOf(digest);
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as RowFigures) : undefined;
  }

  put(digest: string, figures: RowFigures): void {
    writeWhole(this.#pathOf(digest), JSON.stringify(figures));
  }

  #pathOf(digest: string): string {
    return join(this.#folder, `${digest}.json`);
  }
}
