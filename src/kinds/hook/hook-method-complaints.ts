import type { Complaint } from "../../base/bad-input.js";
import { nearest } from "../../base/nearest.js";
import { HOOK_METHOD_NAMES, type HookMethodName, isHookMethod } from "./hook-methods.js";

/** Names that stand in old documents or old releases, and what took their place. The first one never existed (D15). */
const OLD_NAMES: ReadonlyMap<string, HookMethodName> = new Map([
  ["masterLaunchTaskHook", "masterLaunchTaskLabelDecorator"],
  ["slaveTaskStatusLabelDecorator", "slaveTaskStatusDecorator"],
  ["slavePreLaunchDockerHook", "slavePreLaunchDockerTaskExecutorDecorator"],
  ["slavePreLaunchDockerEnvironmentDecorator", "slavePreLaunchDockerTaskExecutorDecorator"],
]);

/**
 * The hook methods in a list that do not exist (D15).
 *
 * @param place where the names were given: a file, a module, a key of the scenario
 */
export function hookMethodComplaints(names: readonly string[], place: string): Complaint[] {
  return names
    .filter((name) => !isHookMethod(name))
    .map((name) => ({ place, value: name, rule: "there is no such hook", nextStep: wayOut(name) }));
}

function wayOut(name: string): string {
  const meant = OLD_NAMES.get(name) ?? nearest(name, HOOK_METHOD_NAMES);
  return meant === undefined ? `use one of ${HOOK_METHOD_NAMES.join(", ")}` : `use ${meant}, if that is meant`;
}
