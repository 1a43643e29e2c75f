import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeWhole } from "../../../base/atomic-file.js";
import { packageFile } from "../../../base/package-files.js";
import { editorTypes } from "./editor-types.js";
import { EDITOR_TYPES } from "./editor-types-file.js";

// Run by the build, after the compiler has written the SDK's declarations.
mkdirSync(dirname(EDITOR_TYPES), { recursive: true });
writeWhole(
  EDITOR_TYPES,
  editorTypes((file) => readFileSync(packageFile("dist", "src", "sdk", `${file}.d.ts`), "utf8")),
);
