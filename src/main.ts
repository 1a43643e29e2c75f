import { CommanderError } from "commander";
import { BadInput, formatComplaint } from "./base/bad-input.js";
import { NotBuilt } from "./base/built-file.js";
import { Console } from "./cli/console.js";
import { EXIT, type ExitCode } from "./cli/exit-code.js";
import { createProgram } from "./cli/program.js";
import { usageComplaint } from "./cli/usage-error.js";
import { endCleanlyOnSignals, undoAll } from "./run/interruption.js";

/** Arguments in, exit code out. Every error ends here, as lines on stderr. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  const console = new Console(process.stdout, process.stderr, process.env);
  endCleanlyOnSignals();
  endWithoutReader();
  let code: ExitCode = EXIT.held;
  const program = createProgram(console, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return code;
  } catch (error) {
    undoAll();
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.held;
      // No command was given: the help is on stderr already.
      if (error.code !== "commander.help") console.note(formatComplaint(usageComplaint(error, program, words)));
      return EXIT.badInput;
    }
    return tell(error, console, words.includes("--debug"));
  }
}

function tell(error: unknown, console: Console, debug: boolean): ExitCode {
  const stack = error instanceof Error ? error.stack : undefined;
  if (error instanceof BadInput) {
    for (const complaint of error.complaints) console.note(formatComplaint(complaint));
  } else if (error instanceof NotBuilt) {
    console.note(`workbench: ${error.message}`);
  } else {
    const message = error instanceof Error ? error.message : String(error);
    console.note(`workbench: an error of the program itself: ${message}; --debug shows where`);
  }
  if (debug && stack !== undefined) console.details(stack);
  return error instanceof BadInput ? EXIT.badInput : EXIT.failed;
}

/**
 * `workbench run ... | head -1`: whoever reads what is printed may stop doing so, which is no error of ours. Anything else
 * that keeps it from being written is: a full disk, say.
 */
function endWithoutReader(): void {
  for (const [name, stream] of Object.entries({ stdout: process.stdout, stderr: process.stderr })) {
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      undoAll();
      if (code === "EPIPE") process.exit();
      if (name === "stdout")
        process.stderr.write(`stdout: cannot be written (${code ?? message}); let it go elsewhere\n`);
      process.exit(EXIT.failed);
    });
  }
}
