import type { ErrorObject } from "ajv/dist/2020.js";
import { nearest } from "../../base/nearest.js";
import { type Defects, showValue } from "../document/defects.js";
import { type DocumentPath, pathOfPointer } from "../document/document-path.js";
import { schemaErrors } from "./scenario-schema.js";

/**
 * Adds what the schema finds wrong, in the words that it carries itself: `x-rule` (the rule), `examples` (the next step)
 * and `title` (what a map is); `x-secret` keeps the value to itself. Values that break it are marked faulty.
 */
export function checkAgainstSchema(document: unknown, defects: Defects): void {
  for (const error of schemaErrors(document)) {
    const path = pathOfPointer(error.instancePath, document);
    if (error.keyword === "if") continue;
    if (error.keyword === "additionalProperties") unknownKey(error, path, defects);
    else if (error.keyword === "required") missingKey(error, path, defects);
    else wrongValue(error, path, defects);
  }
}

function unknownKey(error: ErrorObject, parent: DocumentPath, defects: Defects): void {
  const key = error.params.additionalProperty as string;
  const known = Object.keys(error.parentSchema?.properties ?? {});
  const meant = nearest(key, known);
  defects.add({
    path: [...parent, key],
    on: "key",
    value: key,
    rule: `unknown key in ${titleOf(error)}`,
    nextStep: meant === undefined ? `the known keys are ${known.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`,
  });
}

function missingKey(error: ErrorObject, path: DocumentPath, defects: Defects): void {
  const key = error.params.missingProperty as string;
  defects.add({ path, on: "value", rule: `${titleOf(error)} needs the key ${key}`, nextStep: `add ${key}: ...` });
}

function wrongValue(error: ErrorObject, path: DocumentPath, defects: Defects): void {
  const schema = error.parentSchema ?? {};
  const rule = (schema["x-rule"] as string | undefined) ?? `the value ${error.message}`;
  // What may be a secret is not shown.
  const shown = schema["x-secret"] === true ? {} : { value: showValue(error.data) };
  defects.add({ path, on: "value", ...shown, rule, nextStep: nextStep(error) });
  defects.markFaulty(path);
}

function nextStep(error: ErrorObject): string {
  const schema = error.parentSchema ?? {};
  const choices = schema.enum as string[] | undefined;
  if (choices !== undefined) {
    const meant = typeof error.data === "string" ? nearest(error.data, choices) : undefined;
    return meant === undefined ? `write one of ${choices.join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
  }
  const keys = Object.keys(schema.properties ?? {});
  if (schema.type === "object" && schema.examples === undefined) return `write a map with the keys ${keys.join(", ")}`;
  const example = (schema.examples as unknown[] | undefined)?.[0] ?? schema.default ?? schema.minimum;
  return example === undefined ? "change the value" : `write for example ${showValue(example)}`;
}

function titleOf(error: ErrorObject): string {
  return (error.parentSchema?.title as string | undefined) ?? "this map";
}
