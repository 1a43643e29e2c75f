import type { RunDocument } from "../report/run-document.js";
import type { Console } from "./console.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import type { RunFlagTexts } from "./run-flags.js";
import { runOnce } from "./run-once.js";
import { watchCommand } from "./watch-command.js";

/** `workbench run SCENARIO`. @throws BadInput before anything is simulated */
export async function runCommand(file: string, texts: RunFlagTexts, console: Console): Promise<ExitCode> {
  if (texts.watch === true) return watchCommand(file, texts, console);
  const { document } = await runOnce(file, texts, console);
  return exitCode(document);
}

function exitCode({ allocators, expectations }: RunDocument): ExitCode {
  if (allocators.some(({ status }) => status === "failed")) return EXIT.failed;
  return expectations.some(({ held }) => held === false) ? EXIT.notHeld : EXIT.held;
}
