import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { packageFile } from "../../base/package-files.js";

export type Schema = Readonly<Record<string, unknown>>;

/** Checks a document against the shipped schema; all errors at once, none when it fits. */
export function schemaErrors(document: unknown): readonly ErrorObject[] {
  const validate = compiled();
  validate(document);
  return validate.errors ?? [];
}

/** The schema of a scenario in which every axis has its value. */
export function schemaFile(): string {
  return packageFile("src", "scenario", "schema", "single-values.schema.json");
}

let schema: Schema | undefined;
let validator: ValidateFunction | undefined;

export function scenarioSchema(): Schema {
  schema ??= JSON.parse(readFileSync(schemaFile(), "utf8")) as Schema;
  return schema;
}

function compiled(): ValidateFunction {
  if (validator === undefined) {
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      allowUnionTypes: true,
      strictRequired: false,
    });
    ajv.addKeyword("x-rule");
    ajv.addKeyword("x-fixed");
    ajv.addKeyword("x-secret");
    validator = ajv.compile(scenarioSchema());
  }
  return validator;
}
