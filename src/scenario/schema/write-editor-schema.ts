import { writeWhole } from "../../base/atomic-file.js";
import { packageFile } from "../../base/package-files.js";
import { editorSchema } from "./editor-schema.js";
import { scenarioSchema } from "./scenario-schema.js";

// Run by the build: the schema lies where scenarios name it.
writeWhole(
  packageFile("src", "scenario", "scenario.schema.json"),
  `${JSON.stringify(editorSchema(scenarioSchema()), null, 2)}\n`,
);
