import { writeWhole } from "../../base/atomic-file.js";
import { packageFile } from "../../base/package-files.js";
import { writeSchemaCheck } from "../../base/write-schema-check.js";
import { editorSchema } from "./editor-schema.js";
import { scenarioSchema } from "./scenario-schema.js";

// Run by the build: the editors' schema lies where scenarios name it, the check where this program finds it.
writeWhole(
  packageFile("src", "scenario", "scenario.schema.json"),
  `${JSON.stringify(editorSchema(scenarioSchema()), null, 2)}\n`,
);
writeSchemaCheck("scenario", scenarioSchema(), ["x-rule", "x-fixed", "x-secret"]);
