import type { ResourceForm } from "../../cluster/resource-keys.js";
import { formatMilli, type ResourceEntry, resourceKeyText } from "../../cluster/resource-text.js";
import type { Cursor } from "../document/cursor.js";

const WRITTEN: Readonly<Record<ResourceForm, (name: string) => string>> = {
  scalar: (name) => `${name}:4`,
  ranges: (name) => `${name}:[1-4]`,
  set: (name) => `${name}:{a,b}`,
};

/** How each resource name is measured: in one form over the whole cluster, which the first agent that has it fixes. */
export class ResourceForms {
  readonly #forms = new Map<string, ResourceForm>();

  /** @param scalars what a trace brings */
  constructor(scalars: Iterable<ResourceEntry>) {
    for (const { name } of scalars) this.#forms.set(name, "scalar");
  }

  hasItems(name: string): boolean {
    return (this.#forms.get(name) ?? "scalar") !== "scalar";
  }

  /** Fixes the forms of what an agent has. Complains of names that have another one elsewhere. */
  settle(entries: readonly ResourceEntry[], cursor: Cursor): void {
    for (const entry of entries) {
      const { name } = entry;
      const form = entry.items?.kind ?? "scalar";
      const known = this.#forms.get(name) ?? form;
      this.#forms.set(name, known);
      if (known === form) continue;
      const rule = `a resource has one form everywhere, and ${name} is a ${known === "ranges" ? "list of ranges" : known} elsewhere`;
      cursor.complain(rule, `write it such as ${WRITTEN[known](name)}, or under another name`, resourceKeyText(entry));
    }
  }

  /** Complains of a task's amounts that are parts of items. @returns whether there were none */
  areWhole(entries: readonly ResourceEntry[], cursor: Cursor): boolean {
    const broken = entries.filter(({ name, milli }) => this.hasItems(name) && milli % 1000 !== 0);
    for (const { name, milli } of broken) {
      const rule = `${name} is counted in items, and a task gets whole ones`;
      cursor.complain(rule, `write such as ${name}:2`, `${name}:${formatMilli(milli)}`);
    }
    return broken.length === 0;
  }
}
