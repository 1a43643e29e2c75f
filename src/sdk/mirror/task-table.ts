import type { MirrorTask } from "./nouns.js";

/** The tasks that run, in the order in which they started. */
export class TaskTable {
  readonly #byId = new Map<number, MirrorTask>();
  /** Made anew after each change, when it is asked for. */
  #list: readonly MirrorTask[] | null = null;

  /** Stays as it is, whatever happens afterwards. */
  get list(): readonly MirrorTask[] {
    this.#list ??= [...this.#byId.values()];
    return this.#list;
  }

  /** @returns null when no such task runs */
  find(id: number): MirrorTask | null {
    return this.#byId.get(id) ?? null;
  }

  add(task: MirrorTask): void {
    this.#byId.set(task.id, task);
    this.#list = null;
  }

  /** @returns null when no such task runs */
  end(id: number): MirrorTask | null {
    const task = this.#byId.get(id) ?? null;
    if (task !== null) this.#delete(task);
    return task;
  }

  endAll(ended: (task: MirrorTask) => boolean): void {
    for (const task of this.list) if (ended(task)) this.#delete(task);
  }

  #delete(task: MirrorTask): void {
    this.#byId.delete(task.id);
    this.#list = null;
  }
}
