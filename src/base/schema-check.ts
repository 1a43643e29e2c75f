import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { builtFile } from "./built-file.js";
import { packageFile } from "./package-files.js";

/** Checks a document against a JSON schema; all errors at once, none when it fits. */
export type SchemaCheck = (document: unknown) => readonly ErrorObject[];

/**
 * A check that the build has compiled to JavaScript: to compile the scenario's schema takes longer than to simulate a
 * small one. Loaded at its first use.
 * @param name as it was written with `writeSchemaCheck`
 */
export function compiledSchemaCheck(name: string): SchemaCheck {
  let validate: ValidateFunction | undefined;
  return (document) => {
    validate ??= createRequire(import.meta.url)(builtFile(schemaCheckFile(name))) as ValidateFunction;
    validate(document);
    return validate.errors ?? [];
  };
}

/** Where the build puts it. */
export function schemaCheckFile(name: string): string {
  return packageFile("dist", "schema-checks", `${name}.cjs`);
}
