import type { Colors } from "picocolors/types.js";
import { oneLine } from "../base/one-line.js";
import type { ModuleDocument, ModulesDocument } from "./modules-document.js";
import { modulesTable } from "./modules-table.js";

const NOTHING = "-";

const HEAD = ["library", "module", "kind", "API", "Mesos", "author", "parameters", "verdict", "reason"];

const VERDICTS: Readonly<Record<ModuleDocument["verdict"], string>> = {
  loaded: "ok",
  identical: "ok (again)",
  refused: "refused",
  failed: "failed",
};

/** What came of a manifest as a person reads it in a terminal. */
export function modulesCheckText({ modules, loadable, errors }: ModulesDocument, colors: Colors): string {
  const table = modules.length === 0 ? [] : [modulesTable(HEAD, modules.map(cells))];
  const judgement = loadable ? colors.green(summary(modules)) : colors.red(trouble(modules, errors.length));
  return `${[...table, judgement].join("\n\n")}\n`;
}

function cells(module: ModuleDocument): string[] {
  const { library, kind, moduleApiVersion, mesosVersion, verdict } = module;
  const shown = (text: string | null) => (text === null || text === "" ? NOTHING : oneLine(text));
  return [
    oneLine(library),
    shown(module.module),
    shown(kind),
    shown(moduleApiVersion),
    shown(mesosVersion),
    shown(author(module)),
    shown(module.parameters.map(({ key, value }) => `${key}=${value}`).join(", ")),
    VERDICTS[verdict],
    reason(module),
  ];
}

function author({ authorName, authorEmail }: ModuleDocument): string | null {
  return authorEmail === null ? authorName : `${authorName ?? ""} <${authorEmail}>`.trim();
}

function reason({ number, failure, reason }: ModuleDocument): string {
  return reason === null ? "" : `${number ?? failure}: ${reason}`;
}

function summary(modules: readonly ModuleDocument[]): string {
  if (modules.length === 0) return "there is nothing to load";
  return modules.length === 1 ? "it can be loaded" : `all ${modules.length} can be loaded`;
}

/** One is enough to keep all from being loaded. */
function trouble(modules: readonly ModuleDocument[], errors: number): string {
  if (modules.length === 0) return errors === 1 ? "1 error: nothing is loaded" : `${errors} errors: nothing is loaded`;
  const bad = modules.filter(({ reason }) => reason !== null).length;
  return `${bad} of ${modules.length} cannot be loaded, so none is`;
}
