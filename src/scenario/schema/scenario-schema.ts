import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";

/** Checks a document against the shipped schema; all errors at once, none when it fits. */
export function schemaErrors(document: unknown): readonly ErrorObject[] {
  const validate = compiled();
  validate(document);
  return validate.errors ?? [];
}

/** The schema as it ships, for editors and for this program alike. */
export function schemaFile(): string {
  return join(packageRoot(), "src", "scenario", "scenario.schema.json");
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
    validator = ajv.compile(JSON.parse(readFileSync(schemaFile(), "utf8")));
  }
  return validator;
}

/** The folder of package.json: this file runs from src/ and from dist/. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("the package's folder is not complete: no package.json above this file");
    folder = parent;
  }
  return folder;
}
