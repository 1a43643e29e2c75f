import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { type FSWatcher, watch } from "chokidar";

/** So long nothing must happen after a save before it counts: editors save in several steps, and often several files. */
const QUIET_MS = 100;

/** Waits for files to be saved. */
export class FileWatch {
  #files: ReadonlySet<string> = new Set();
  #watcher: FSWatcher | null = null;
  #signatures = new Map<string, string>();
  readonly #saved = new Set<string>();
  #onSave: () => void = () => {};
  readonly #onError: (message: string) => void;

  /** @param onError told when the system cannot watch, and why */
  constructor(onError: (message: string) => void) {
    this.#onError = onError;
  }

  /** How many of the files are there. */
  get count(): number {
    return [...this.#files].filter((file) => signatureOf(file) !== "").length;
  }

  /**
   * From here on these files are watched.
   * @param files absolute paths; they need not be there yet, but their folders must
   */
  async follow(files: ReadonlySet<string>): Promise<void> {
    const before = this.#signatures;
    this.#signatures = new Map([...files].map((file) => [file, before.get(file) ?? signatureOf(file)]));
    const isWatched = [...files].every((file) => this.#files.has(file));
    this.#files = files;
    if (this.#watcher === null || !isWatched) {
      await this.#watcher?.close();
      this.#watcher = await this.#start();
    }
    // What was saved while nobody looked.
    for (const file of files) this.#noteIfSaved(file);
  }

  /** Has it called at the first save from here on, or now when there was one already. @returns takes it back */
  onSave(action: () => void): () => void {
    this.#onSave = action;
    if (this.#saved.size > 0) action();
    return () => {
      this.#onSave = () => {};
    };
  }

  /** Waits for a save, and for the quiet after it. @returns what was saved */
  async saved(): Promise<string[]> {
    if (this.#saved.size === 0) await new Promise<void>((done) => this.onSave(done));
    for (;;) {
      const quiet = await new Promise<boolean>((done) => {
        const timer = setTimeout(() => done(true), QUIET_MS);
        this.#onSave = () => {
          clearTimeout(timer);
          done(false);
        };
      });
      if (quiet) break;
    }
    this.#onSave = () => {};
    const files = [...this.#saved];
    this.#saved.clear();
    // A file may have been heard of in the middle of its save, and not of its end.
    for (const file of files) this.#signatures.set(file, signatureOf(file));
    return files;
  }

  async close(): Promise<void> {
    await this.#watcher?.close();
  }

  /** Folders, and not files: many editors put a new file in the place of the old one. */
  async #start(): Promise<FSWatcher> {
    const folders = [...new Set([...this.#files].map((file) => dirname(file)))].filter(isFolder);
    const isOurs = (path: string) => folders.includes(path) || this.#files.has(path);
    const watcher = watch(folders, { depth: 0, ignoreInitial: true, ignored: (path) => !isOurs(path) });
    watcher.on("all", (_event, path) => {
      if (this.#files.has(path)) this.#noteIfSaved(path);
    });
    watcher.on("error", (error) => this.#onError(error instanceof Error ? error.message : String(error)));
    await new Promise<void>((ready) => watcher.once("ready", ready));
    return watcher;
  }

  #noteIfSaved(file: string): void {
    const signature = signatureOf(file);
    if (signature === this.#signatures.get(file)) return;
    this.#signatures.set(file, signature);
    this.#saved.add(file);
    this.#onSave();
  }
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** Changes when the file is saved; empty when there is none. */
function signatureOf(file: string): string {
  const stats = statOf(file);
  return stats?.isFile() === true ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : "";
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
