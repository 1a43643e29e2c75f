import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { packageFile } from "../base/package-files.js";

/** Checks a document against the shipped schema; all errors at once, none when it fits. */
export function manifestSchemaErrors(document: unknown): readonly ErrorObject[] {
  validator ??= compile();
  validator(document);
  return validator.errors ?? [];
}

/** The schema as it ships, for editors and for this program alike (D22). */
export function manifestSchemaFile(): string {
  return packageFile("src", "modules", "manifest.schema.json");
}

let validator: ValidateFunction | undefined;

function compile(): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
  });
  ajv.addKeyword("x-rule");
  return ajv.compile(JSON.parse(readFileSync(manifestSchemaFile(), "utf8")));
}
