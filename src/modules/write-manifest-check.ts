import { readFileSync } from "node:fs";
import { writeSchemaCheck } from "../base/write-schema-check.js";
import { manifestSchemaFile } from "./manifest-schema.js";

// Run by the build.
writeSchemaCheck("manifest", JSON.parse(readFileSync(manifestSchemaFile(), "utf8")), ["x-rule"]);
