import type { ErrorObject } from "ajv/dist/2020.js";
import { nearest } from "../base/nearest.js";
import { manifestSchemaErrors } from "./manifest-schema.js";
import type { DocumentPath, Fault } from "./placed-document.js";

export interface ManifestFaults {
  readonly errors: readonly Fault[];
  /** Keys that nothing reads (M8, D23). */
  readonly unknownKeys: readonly Fault[];
}

/** What the schema finds wrong with a manifest, in the words that the schema carries itself: `x-rule` and `examples`. */
export function manifestFaults(document: unknown): ManifestFaults {
  const errors: Fault[] = [];
  const unknownKeys: Fault[] = [];
  for (const error of manifestSchemaErrors(document)) {
    const path = pathOfPointer(error.instancePath, document);
    // `if` only chose a branch; what is within `anyOf` is told once, by the `anyOf` itself.
    if (error.keyword === "if" || error.schemaPath.includes("/anyOf/")) continue;
    if (error.keyword === "additionalProperties") unknownKeys.push(unknownKey(error, path));
    else errors.push(knownFault(error, path));
  }
  return { errors, unknownKeys };
}

/** The seed document speaks of `path` where the schema has `file` (D4). */
const OLD_NAMES: Readonly<Record<string, string>> = { path: "file" };

function unknownKey(error: ErrorObject, parent: DocumentPath): Fault {
  const key = error.params.additionalProperty as string;
  const known = Object.keys(error.parentSchema?.properties ?? {});
  const old = OLD_NAMES[key];
  const meant = old !== undefined && known.includes(old) ? old : nearest(key, known);
  return {
    path: [...parent, key],
    on: "key",
    value: key,
    rule: `unknown key in ${titleOf(error)}; it has no effect`,
    nextStep: meant === undefined ? `the known keys are ${known.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`,
  };
}

function knownFault(error: ErrorObject, path: DocumentPath): Fault {
  if (error.keyword === "anyOf") {
    return {
      path,
      on: "value",
      rule: "a library needs file or name",
      nextStep: 'write for example "file": "./libfoo.so"',
    }; // M17
  }
  if (error.keyword === "required") {
    const key = error.params.missingProperty as string;
    return { path, on: "value", rule: `${titleOf(error)} needs the key ${key}`, nextStep: `add "${key}": "..."` }; // M9
  }
  const rule = (error.parentSchema?.["x-rule"] as string | undefined) ?? `the value ${error.message}`;
  const example = (error.parentSchema?.examples as unknown[] | undefined)?.[0];
  const nextStep = example === undefined ? "change the value" : `write for example ${JSON.stringify(example)}`;
  return { path, on: "value", value: shown(error.data), rule, nextStep };
}

function titleOf(error: ErrorObject): string {
  return (error.parentSchema?.title as string | undefined) ?? "this object";
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

/** `/libraries/0/name` (a JSON Pointer, RFC 6901) as a path; indices become numbers where the document has a list. */
function pathOfPointer(pointer: string, document: unknown): DocumentPath {
  const path: (string | number)[] = [];
  let at: unknown = document;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(at) ? Number(key) : key;
    path.push(step);
    at = (at as Record<string | number, unknown> | undefined)?.[step];
  }
  return path;
}
