import { readFileSync } from "node:fs";
import { sha256 } from "../../base/sha256.js";
import { displayPath } from "../../run/display-path.js";
import type { PlannedComparison, PlannedScenario } from "../plan/planned-comparison.js";
import { CodeFiles } from "./code-files.js";
import type { ComparisonInput, ComparisonInputs } from "./state.js";

/**
 * All that a comparison hangs on.
 * @param flags by their name on the command line
 */
export function comparisonInputs(
  { scenarios }: PlannedComparison,
  flags: Readonly<Record<string, string>>,
  program: string,
): ComparisonInputs {
  const code = new CodeFiles();
  const inputs: Record<string, ComparisonInput> = { "the program": { value: program } };
  for (const [name, value] of Object.entries(flags)) inputs[name] = { value };
  for (const planned of scenarios) {
    const { file } = planned;
    inputs[file] = { value: sha256(readFileSync(file, "utf8")) };
    if (planned.kind === "skipped") inputs[`the data of ${file}`] = { value: "not given", follows: file };
    else Object.assign(inputs, resolvedInputs(planned), codeInputs(planned, code));
  }
  return inputs;
}

function resolvedInputs({ file, hash, seeds }: PlannedScenario): ComparisonInputs {
  return {
    [`what flags, environment and other files make of ${file}`]: { value: hash, follows: file },
    [`the seeds of ${file}`]: { value: seeds.join(","), follows: file },
  };
}

function codeInputs({ points }: PlannedScenario, code: CodeFiles): ComparisonInputs {
  const rows = points.flatMap((point) => point.rows);
  const files = rows.flatMap(({ prepared, setup }) => {
    if (prepared.kind !== "ready") return [];
    const { allocator } = prepared;
    const loaded = code.of({ allocator, ...(setup === null ? {} : { modules: setup }) });
    // What was compiled lies elsewhere than its source.
    return loaded.map((file) => {
      const isCompiled = allocator.kind === "module" && allocator.module.library.path === file.path;
      return [isCompiled ? allocator.shownAs : displayPath(file.path), { value: file.digest }] as const;
    });
  });
  return Object.fromEntries(files);
}
