import type { ScriptHeader } from "./module-border.js";

const TEXTS = ["moduleApiVersion", "mesosVersion", "kind", "authorName", "authorEmail", "description"] as const;
const FUNCTIONS = ["compatible", "create", "decide"] as const;

/** What a script exports as a module. Each field may be absent; what follows from that is the loader's business. */
export type ScriptModule = Readonly<Partial<Record<(typeof TEXTS)[number] | (typeof FUNCTIONS)[number], unknown>>>;

/** @returns undefined for what is no module: it has none of a module's fields */
export function moduleIn(exports: Readonly<Record<string, unknown>>, name: string): ScriptModule | undefined {
  const exported = exports[name];
  if ((typeof exported !== "object" && typeof exported !== "function") || exported === null) return undefined;
  const module = exported as ScriptModule;
  return [...TEXTS, ...FUNCTIONS].some((field) => isThere(module[field])) ? module : undefined;
}

export function headerOf(module: ScriptModule): ScriptHeader {
  const texts = TEXTS.filter((field) => typeof module[field] === "string").map((field) => [field, module[field]]);
  return {
    texts: Object.fromEntries(texts) as Record<string, string>,
    compatible: isThere(module.compatible),
    // An allocator may do without: then the module itself is the allocator.
    create: isThere(module.create) || isThere(module.decide),
  };
}

function isThere(field: unknown): boolean {
  return field !== undefined && field !== null;
}
