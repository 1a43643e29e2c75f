import { packageFile } from "../base/package-files.js";
import { compiledSchemaCheck } from "../base/schema-check.js";

/** Checks a document against the shipped schema. */
export const manifestSchemaErrors = compiledSchemaCheck("manifest");

/** The schema as it ships, for editors and for this program alike (D22). */
export function manifestSchemaFile(): string {
  return packageFile("src", "modules", "manifest.schema.json");
}
