import { UnfinishedFile } from "../base/atomic-file.js";
import { BadInput, type Complaint } from "../base/bad-input.js";
import { onInterruption } from "./interruption.js";
import type { JournalFormat } from "./row-job.js";

/** Where one row's journal is written to. */
export interface OpenJournal {
  readonly fd: number;
  readonly format: JournalFormat;
}

/** The journals of a run's rows, all opened before it starts: that one cannot be written is known at once. */
export class JournalFiles {
  readonly #open = new Map<string, UnfinishedFile>();
  readonly #paths: ReadonlyMap<string, string>;
  readonly #forget: () => void;

  /**
   * @param paths by row label
   * @throws BadInput with every path that cannot be written
   */
  constructor(paths: ReadonlyMap<string, string>) {
    this.#paths = paths;
    const complaints: Complaint[] = [];
    for (const [label, path] of paths) {
      try {
        this.#open.set(label, new UnfinishedFile(path));
      } catch (error) {
        const rule = `the journal cannot be written here (${(error as NodeJS.ErrnoException).code})`;
        complaints.push({
          place: "--record",
          value: path,
          rule,
          nextStep: "name a folder that is there and may be written",
        });
      }
    }
    this.#forget = onInterruption(() => this.discardAll());
    if (complaints.length === 0) return;
    this.discardAll();
    throw new BadInput(complaints);
  }

  of(label: string): OpenJournal | null {
    const file = this.#open.get(label);
    if (file === undefined) return null;
    return { fd: file.fd, format: this.#paths.get(label)?.endsWith(".gz") ? "gzip" : "plain" };
  }

  /** Puts a row's journal in its place when it is complete, and takes it away when it is not. */
  close(label: string, isComplete: boolean): void {
    const file = this.#open.get(label);
    this.#open.delete(label);
    if (isComplete) file?.commit();
    else file?.discard();
  }

  /** Takes away what is still open. */
  discardAll(): void {
    for (const label of this.#open.keys()) this.close(label, false);
    this.#forget();
  }
}
