import type { Colors } from "picocolors/types.js";
import type { ModuleKind } from "../modules/module-kinds.js";
import type { BuiltinModule } from "../run/builtin-modules.js";
import { modulesTable } from "./modules-table.js";

/** The document that `workbench modules list --json` prints. */
export interface ModulesListDocument {
  /** What the program has itself where a module could stand. */
  readonly builtin: readonly BuiltinModule[];
  /** Part null: Mesos knows the kind, and it has no part here; modules of it are refused. */
  readonly kinds: readonly ModuleKind[];
}

export function toModulesListDocument(
  kinds: readonly ModuleKind[],
  builtin: readonly BuiltinModule[],
): ModulesListDocument {
  return { builtin, kinds };
}

export function modulesListText({ builtin, kinds }: ModulesListDocument, colors: Colors): string {
  const names = builtin.map(({ kind, name, aliases }) => [kind, [name, ...aliases].join(", ")]);
  const rows = kinds.map(({ name, since, part }) => [name, since, part ?? "known, without a part here"]);
  const paragraphs = [
    `${colors.bold("built in")}\n${modulesTable(["kind", "name"], names)}`,
    `${colors.bold("kinds")}\n${modulesTable(["kind", "since Mesos", "part"], rows)}`,
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
