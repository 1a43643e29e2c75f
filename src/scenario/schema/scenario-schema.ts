import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { packageFile } from "../../base/package-files.js";

/** Checks a document against the shipped schema; all errors at once, none when it fits. */
export function schemaErrors(document: unknown): readonly ErrorObject[] {
  const validate = compiled();
  validate(document);
  return validate.errors ?? [];
}

/** The schema as it ships, for editors and for this program alike. */
export function schemaFile(): string {
  return packageFile("src", "scenario", "scenario.schema.json");
}

let validator: ValidateFunction | undefined;

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
    ajv.addKeyword("x-secret");
    validator = ajv.compile(JSON.parse(readFileSync(schemaFile(), "utf8")));
  }
  return validator;
}
