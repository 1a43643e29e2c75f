import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { writeWhole } from "./atomic-file.js";
import { schemaCheckFile } from "./schema-check.js";

/**
 * For the build: compiles a schema to JavaScript, for `compiledSchemaCheck`.
 * @param ownKeywords what the schema says beyond JSON Schema, which checks nothing
 * @throws Error when the schema is wrong
 */
export function writeSchemaCheck(name: string, schema: object, ownKeywords: readonly string[]): void {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    code: { source: true },
  });
  for (const keyword of ownKeywords) ajv.addKeyword(keyword);
  const file = schemaCheckFile(name);
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(file, standalone.default(ajv, ajv.compile(schema)));
}
