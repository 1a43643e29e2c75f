import { INCLUDE_FOLDER } from "../runtimes/native/compile.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";

/** `workbench modules include-dir`: the folder that holds `workbench/module.h` and its like. */
export function includeDirCommand(console: Console): ExitCode {
  console.result(`${INCLUDE_FOLDER}\n`);
  return EXIT.held;
}
