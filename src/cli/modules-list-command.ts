import { MODULE_KINDS } from "../modules/module-kinds.js";
import { modulesListText, toModulesListDocument } from "../report/modules-list.js";
import { formatDocument } from "../report/to-run-document.js";
import { BUILTIN_MODULES } from "../run/builtin-modules.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";

/** The flags of `workbench modules list` as commander hands them over. */
export interface ListFlagTexts {
  readonly json?: true;
}

/** `workbench modules list` */
export function modulesListCommand({ json }: ListFlagTexts, console: Console): ExitCode {
  const document = toModulesListDocument(MODULE_KINDS, BUILTIN_MODULES);
  console.result(json ? formatDocument(document) : modulesListText(document, console.colors));
  return EXIT.held;
}
