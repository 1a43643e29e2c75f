import type { Command } from "commander";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { addModulesDir, addVersionOptions } from "./module-options.js";
import { type CheckFlagTexts, modulesCheckCommand } from "./modules-check-command.js";
import { includeDirCommand } from "./modules-include-dir-command.js";
import { type ListFlagTexts, modulesListCommand } from "./modules-list-command.js";

const CHECK_EXIT_CODES = `
Exit codes:
  0  every module can be loaded
  2  wrong usage, or something is wrong with the manifest or with a module`;

/** `workbench modules ...` */
export function addModules(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  const modules = program
    .command("modules")
    .description("verify the modules of a manifest; list what is built in")
    .helpCommand(false);
  addCheck(modules, console, ended);
  modules
    .command("list")
    .description("the built-in modules and the kinds of modules")
    .option("--json", "print one JSON document on stdout")
    .option("--debug", "print stack traces")
    .action((flags: ListFlagTexts) => ended(modulesListCommand(flags, console)));
  modules
    .command("include-dir")
    .description("where the C header is: cc -I $(workbench modules include-dir) ...")
    .option("--debug", "print stack traces")
    .action(() => ended(includeDirCommand(console)));
}

function addCheck(modules: Command, console: Console, ended: (code: ExitCode) => void): void {
  const command = modules
    .command("check")
    .description("verify every module: libraries are opened, compatible() is called, no instance is made")
    .argument("[manifest]", "a path, file://PATH, or the JSON itself");
  addModulesDir(command);
  addVersionOptions(command);
  command
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .option("--lua-engine <name>", "wasmoon or fengari (default: wasmoon)")
    .option("--call-timeout <duration>", "wall-clock limit of opening a library and of a call, or none (default: 10s)")
    .option("--memory-limit <size>", "memory limit of the process that looks at modules, or none (default: 1GB)")
    .addHelpText("after", CHECK_EXIT_CODES)
    .action(async (manifest: string | undefined, flags: CheckFlagTexts) =>
      ended(await modulesCheckCommand(manifest, flags, console)),
    );
}
