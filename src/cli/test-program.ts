import type { Command } from "commander";
import { collect } from "./collect.js";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { addLimitOptions } from "./limit-flags.js";
import { addModuleOptions, addSelectionOptions } from "./module-options.js";
import { type TestFlagTexts, testCommand } from "./test-command.js";
import { testFilesCommand } from "./test-files-command.js";

const HELP = `
Without a file, --allocator, --module or a flag that selects modules, every module of the manifest is tested.

Exit codes:
  0  every test passes, or every rule that applies is kept
  1  a test fails, or a rule is not kept
  2  wrong usage or bad input; nothing was tried
  3  a module could not be loaded or created, crashed or hung, or the program itself failed`;

/** `workbench test`: scripts' own tests, or the battery for a kind against a module. */
export function addTest(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  const command = program
    .command("test")
    .description("run the tests in scripts, or the battery for a kind against a module")
    .argument("[file...]", "scripts with functions whose names begin with test")
    .option("--allocator <name>", "a built-in, an Allocator module, or a file; repeatable", collect)
    .option("--module <name>", "a module of the manifest, whatever its kind; repeatable", collect)
    .option("--seed <n>", "of the random histories (default: 1)")
    .option("--param <key=value>", "a parameter, in place of the manifest's; repeatable", collect)
    .option("--out <dir>", "where journals of failures are written (default: the current folder)")
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .option("--lua-engine <name>", "wasmoon or fengari (default: wasmoon)")
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: TestFlagTexts) =>
      ended(files.length > 0 ? await testFilesCommand(files, flags, console) : await testCommand(flags, console)),
    );
  addLimitOptions(command, { one: "a module", process: "one process" });
  addModuleOptions(command);
  addSelectionOptions(command);
}
