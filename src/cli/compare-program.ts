import type { Command } from "commander";
import { collect } from "./collect.js";
import { compareCommand } from "./compare-command.js";
import type { CompareFlagTexts } from "./compare-flags.js";
import type { Console } from "./console.js";
import type { ExitCode } from "./exit-code.js";
import { addLimitOptions } from "./limit-flags.js";
import { addModuleOptions, addSelectionOptions } from "./module-options.js";

const HELP = `
A list in a scenario where a single value belongs is an axis, and so is --set KEY=V1,V2: each combination of values is
compared by itself. All allocators of a combination meet the same arrivals, seed by seed.

Exit codes:
  0  everything held
  1  an expectation did not hold with some seed, or a metric became worse than --max-regression allows
  2  wrong usage or bad input; nothing was simulated
  3  an allocator or module failed, or the program itself`;

/** `workbench compare`: scenarios x allocators x seeds. */
export function addCompare(program: Command, console: Console, ended: (code: ExitCode) => void): void {
  const command = program
    .command("compare")
    .description("compare allocators over scenarios and seeds: how far apart they are, and how sure that is")
    .argument("<scenario...>", "scenario files (YAML)")
    .option("--seeds <seeds>", "how many from the scenario's own on, or which: 1,2,5-9 (default: 10)")
    .option(
      "--allocator <name>",
      "in place of the scenarios': a label, a built-in, an Allocator module, or a file; repeatable",
      collect,
    )
    .option("--reference <label>", "whom the others are compared with (default: the first)")
    .option(
      "--param <key=value>",
      "a parameter of the scenarios, or LABEL.KEY=VALUE of an allocator; repeatable",
      collect,
    )
    .option(
      "--set <key=values>",
      "values of the scenarios by their path, such as roles.prod.weight=1,2; repeatable",
      collect,
    )
    .option("--shake-arrivals <percent>", "run all again with arrivals and run times shaken: does the lead last?")
    .option("--permute-ties", "run all again with ties broken in another order: does the lead last?")
    .option("--smallest-lead <percent>", "what a lead must exceed to decide the answer (default: 1%)")
    .option("--baseline <file>", "an earlier comparison.json")
    .option(
      "--max-regression <metric:percent>",
      "how much worse a metric may be than in the baseline, such as wait.p95:5%; repeatable",
      collect,
    )
    .option("--all-metrics", "also those of single frameworks, and those by Mesos' names")
    .option("--out <dir>", "write report.html, comparison.json, .md, .csv, and Parquet tables into a folder")
    .option("--record-runs <which>", "of each cell, tables of the first seed or of all (default: first)")
    .option("--resume", "go on with what was interrupted in the folder of --out")
    .option("--jobs <n>", "how many processes at once (default: one for each processor)")
    .option("--json", "print one JSON document on stdout")
    .option("--quiet", "print only what went wrong")
    .option("--debug", "print stack traces")
    .option("--lua-engine <name>", "wasmoon or fengari (default: wasmoon)")
    .option("--scenario-limit <size>", "largest scenario file (default: 10MB)")
    .addHelpText("after", HELP)
    .action(async (files: string[], flags: CompareFlagTexts) => ended(await compareCommand(files, flags, console)));
  addLimitOptions(command, { one: "an allocator", process: "one run" });
  addModuleOptions(command);
  addSelectionOptions(command);
}
