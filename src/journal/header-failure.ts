import type { FailureKind } from "../allocator/failure.js";
import { parseResourceText, type ResourceEntry, ResourceTextError } from "../cluster/resource-text.js";
import type { HeaderFields } from "./header-fields.js";
import { isJsonObject, type JsonObject } from "./json-fields.js";

/** How the run ended whose journal this is. */
export interface JournalFailure {
  readonly kind: FailureKind;
  readonly message: string;
  /** 1-based number of the call that the last line of the journal is about. */
  readonly cycle: number;
  readonly names: RunNames;
}

/**
 * Every name that the run knew, in the order of the ids: operations that were still to come would have told the others, and an
 * allocator may look at names of which nothing has happened yet.
 */
export interface RunNames {
  readonly agents: readonly string[];
  readonly frameworks: readonly string[];
  readonly roles: readonly string[];
  /** As a resource text has them before the `:`. */
  readonly resourceKeys: readonly string[];
}

const KINDS = [
  "threw",
  "timedOut",
  "outOfMemory",
  "crashed",
  "illegalDecision",
  "loadFailed",
] as const satisfies readonly FailureKind[];

export function failureDocument({ kind, message, cycle, names }: JournalFailure): JsonObject {
  return { kind, message, cycle, names: { ...names } };
}

/** Undefined when something is wrong with it; then with complaints. */
export function readFailure(value: unknown, fields: HeaderFields): JournalFailure | undefined {
  const { found } = fields;
  const failure = isJsonObject(value) ? value : {};
  const given = isJsonObject(failure.names) ? failure.names : {};
  const kind = fields.oneOf("kind", failure.kind, KINDS);
  const names = {
    agents: fields.texts("agents", given.agents),
    frameworks: fields.texts("frameworks", given.frameworks),
    roles: fields.texts("roles", given.roles),
    resourceKeys: fields.texts("resourceKeys", given.resourceKeys),
  };
  for (const key of names.resourceKeys) {
    if (keyEntry(key) === undefined)
      fields.complain("resourceKeys", key, "this is no resource", "write it as cpus(prod)");
  }
  const { message, cycle } = failure;
  if (failure.kind !== undefined && typeof message === "string" && Number.isSafeInteger(cycle)) {
    return fields.found === found ? { kind, message, cycle: cycle as number, names } : undefined;
  }
  fields.complain(
    "failure",
    value,
    "a failure has a kind, a message, a cycle and names",
    "leave the header as recorded",
  );
  return undefined;
}

/** The key as an entry of a resource text; undefined when it is none. */
export function keyEntry(key: string): ResourceEntry | undefined {
  try {
    return parseResourceText(`${key}:1`)[0];
  } catch (error) {
    if (error instanceof ResourceTextError) return undefined;
    throw error;
  }
}
