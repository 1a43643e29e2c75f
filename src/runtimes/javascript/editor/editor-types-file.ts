import { packageFile } from "../../../base/package-files.js";

/** Declares the module `workbench`: an editor that sees this file beside a script knows the SDK. */
export const EDITOR_TYPES: string = packageFile("dist", "editor", "workbench.d.ts");
