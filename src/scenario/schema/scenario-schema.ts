import { readFileSync } from "node:fs";
import { packageFile } from "../../base/package-files.js";
import { compiledSchemaCheck } from "../../base/schema-check.js";

export type Schema = Readonly<Record<string, unknown>>;

/** Checks a document against the shipped schema. */
export const schemaErrors = compiledSchemaCheck("scenario");

/** The schema of a scenario in which every axis has its value. */
export function schemaFile(): string {
  return packageFile("src", "scenario", "schema", "single-values.schema.json");
}

let schema: Schema | undefined;

export function scenarioSchema(): Schema {
  schema ??= JSON.parse(readFileSync(schemaFile(), "utf8")) as Schema;
  return schema;
}
