import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { extname, join } from "node:path";
import { UnfinishedFile, writeWhole } from "../../base/atomic-file.js";
import type { RowFigures } from "../../run/row-result.js";

const FIGURES = ".json";
const RECORDING = ".recording";

/**
 * The runs that are done, each in a file named by its digest, and beside some of them their recordings: what a comparison
 * that is interrupted can go on from. A file is there whole or not at all. Failed runs are not kept: they are run again.
 */
export class RunStore {
  readonly #folder: string;

  /** @param folder is made; @throws Error of the file system */
  constructor(folder: string) {
    this.#folder = join(folder, "runs");
    mkdirSync(this.#folder, { recursive: true });
    for (const name of readdirSync(this.#folder)) {
      // What a killed process had begun to write.
      if (![FIGURES, RECORDING].includes(extname(name))) rmSync(join(this.#folder, name), { force: true });
    }
  }

  /** @param recorded whether it is of use only together with its recording */
  get(digest: string, recorded: boolean): RowFigures | undefined {
    const path = this.#pathOf(digest, FIGURES);
    if (!existsSync(path) || (recorded && !existsSync(this.recordingPath(digest)))) return undefined;
    return JSON.parse(readFileSync(path, "utf8")) as RowFigures;
  }

  put(digest: string, figures: RowFigures): void {
    writeWhole(this.#pathOf(digest, FIGURES), JSON.stringify(figures));
  }

  /** Takes a run's recording; to be committed before its figures are put. */
  newRecording(digest: string): UnfinishedFile {
    return new UnfinishedFile(this.recordingPath(digest));
  }

  recordingPath(digest: string): string {
    return this.#pathOf(digest, RECORDING);
  }

  #pathOf(digest: string, kind: typeof FIGURES | typeof RECORDING): string {
    return join(this.#folder, `${digest}${kind}`);
  }
}
