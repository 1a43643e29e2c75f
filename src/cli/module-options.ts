import { type Command, Option } from "commander";
import { collect } from "./collect.js";

/** The flags that load modules. */
export function addModuleOptions(command: Command): void {
  command.option("--modules <manifest>", "modules to load: a path, file://PATH, or the JSON itself");
  addModulesDir(command);
  addVersionOptions(command);
}

export function addModulesDir(command: Command): void {
  command.option("--modules-dir <dir>", "in place of --modules: every file of the folder is a manifest");
  addAlias(command, "--modules_dir <dir>", "modulesDir");
}

export function addVersionOptions(command: Command): void {
  command
    .option("--mesos-version <version>", "the Mesos version that modules find (default: 1.12.0)")
    .option(
      "--kind-version <kind=version>",
      "the least version of a kind's modules, in place of Mesos' own; repeatable",
      collect,
    );
}

/** The flags that choose among the modules. */
export function addSelectionOptions(command: Command): void {
  command
    .option("--hooks <names>", "modules of kind Hook, in this order: A,B")
    .option("--isolation <names>", "isolators: built-in ones and modules: A,B")
    .option("--authenticators <name>", "a module of kind Authenticator (default: crammd5)")
    .option("--authenticatee <name>", "a module of kind Authenticatee (default: crammd5)")
    .option("--resource-estimator <name>", "a module of kind ResourceEstimator (default: none)")
    .option("--qos-controller <name>", "a module of kind QoSController (default: none)");
  addAlias(command, "--resource_estimator <name>", "resourceEstimator");
  addAlias(command, "--qos_controller <name>", "qosController");
}

/** Mesos' own spelling of a flag, for commands that are copied from its documentation. */
function addAlias(command: Command, flags: string, meant: string): void {
  const option = new Option(flags).hideHelp();
  command.addOption(option).on(`option:${option.name()}`, (value: string) => command.setOptionValue(meant, value));
}
