import { Command } from "commander";
import { packageVersions } from "../base/package-files.js";
import { type BenchFlagTexts, benchCommand } from "./bench-command.js";
import { collect } from "./collect.js";
import { addCompare } from "./compare-program.js";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { addLimitOptions } from "./limit-flags.js";
import { addMetrics } from "./metrics-command.js";
import { addModuleOptions, addSelectionOptions } from "./module-options.js";
import { addModules } from "./modules-program.js";
import { addNew } from "./new-command.js";
import { type ReplayFlagTexts, replayCommand } from "./replay-command.js";
import { runCommand } from "./run-command.js";
import type { RunFlagTexts } from "./run-flags.js";
import { addTest } from "./test-program.js";

const EXIT_CODES = `
Exit codes:
  0  everything held
  1  an expectation, threshold or comparison failed
  2  wrong usage or bad input; nothing was simulated
  3  an allocator or module failed, or the program itself`;

/** The command line. `ended` is told the exit code of the command that ran. */
export function createProgram(console: Console, ended: (code: ExitCode) => void): Command {
  const program = new Command("workbench")
    .description("Try cluster allocators without rebuilding a cluster manager.")
    .version(packageVersions().version, "--version", "print the version")
    .helpOption("--help", "print this help")
    .helpCommand(false)
    .addHelpText("after", EXIT_CODES);
  addRun(program, console, ended);
  addCompare(program, console, ended);
  addReplay(program, console, ended);
  addBench(program, console, ended);
  addTest(program, console, ended);
  addModules(program, console, ended);
  addNew(program, console, ended);
  addMetrics(program, console, ended);
  return withoutExit(program, console);
}

function addRun(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  const command = program
    .command("run")
    .description("simulate one scenario with each of its allocators; check its expectations")
    .argument("<scenario>", "the scenario file (YAML)")
    .option(
      "--allocator <name>",
      "in place of the scenario's: a label, a built-in, an Allocator module, or a file; repeatable",
      collect,
    )
    .option("--seed <n>", "in place of the scenario's seed")
    .option(
      "--param <key=value>",
      "a parameter of the scenario, or LABEL.KEY=VALUE of an allocator; repeatable",
      collect,
    )
    .option(
      "--set <key=value>",
      "any value of the scenario by its path, such as roles.prod.weight=2; repeatable",
      collect,
    )
    .option("--control", "merge in the scenario's control: what it expects is to fail, the exit code to be 1")
    .option("--record <path>", "write the journal to a file; several allocators: into a folder, as LABEL.jsonl")
    .option("--out <dir>", "write run.json, run.txt and Parquet tables into a folder")
    .option("--watch", "run again when the scenario, an allocator or a manifest is saved, and tell what changed")
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .option("--lua-engine <name>", "wasmoon or fengari (default: wasmoon)")
    .option("--scenario-limit <size>", "largest scenario file (default: 10MB)")
    .addHelpText("after", EXIT_CODES)
    .action(async (scenario: string, flags: RunFlagTexts) => ended(await runCommand(scenario, flags, console)));
  addLimitOptions(command, { one: "an allocator", process: "one run" });
  addModuleOptions(command);
  addSelectionOptions(command);
}

function addReplay(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  const command = program
    .command("replay")
    .description("feed recorded journals to an allocator; compare its decisions with the recorded ones")
    .argument("<journal...>", "journals (.jsonl, or .jsonl.gz)")
    .option(
      "--allocator <name>",
      "a built-in, an Allocator module, or a file; repeatable (default: hierarchical)",
      collect,
    )
    .option(
      "--param <key=value>",
      "a parameter of the allocator, as when the journal was recorded; repeatable",
      collect,
    )
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .option("--lua-engine <name>", "wasmoon or fengari (default: wasmoon)")
    .addHelpText("after", EXIT_CODES)
    .action(async (journals: string[], flags: ReplayFlagTexts) => ended(await replayCommand(journals, flags, console)));
  addLimitOptions(command, { one: "an allocator", process: "one replay" });
  addModuleOptions(command);
}

function addBench(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  program
    .command("bench")
    .description("time allocation cycles over cluster sizes, allocators and languages")
    .option("--part <name>", "only recorded, scaling, day, languages, modules or report; repeatable", collect)
    .option("--journals <dir>", "the recorded journals' folder (default: the environment's WORKBENCH_JOURNALS)")
    .option("--quick", "everything at small sizes: to see that it works, not how fast it is")
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .addHelpText("after", EXIT_CODES)
    .action(async (flags: BenchFlagTexts) => ended(await benchCommand(flags, console)));
}

/** Errors are thrown for `main` to print; help goes where results go. */
function withoutExit(program: Command, console: Console): Command {
  for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => console.result(text),
      writeErr: (text) => console.details(text.trimEnd()),
      outputError: () => undefined,
      getOutHelpWidth: () => console.width,
      getErrHelpWidth: () => console.width,
    });
    command.helpOption("--help", "print this help");
  }
  return program;
}
