import { resolve } from "node:path";
import { splitSymbol } from "../allocator/language.js";
import { manifestSource } from "../modules/manifest-source.js";
import { siblingFiles } from "../runtimes/sibling-files.js";
import type { AllocatorReference } from "../scenario/scenario.js";
import type { RunFlagTexts } from "./run-flags.js";
import type { Ran } from "./run-once.js";

/**
 * The files that a run depends on, as absolute paths: the scenario, allocators with what they import, manifests and the
 * scripts that they load.
 *
 * @param ran null: it could not be run, so all that is known of it are its flags
 */
export function watchedFiles(scenario: string, flags: RunFlagTexts, ran: Ran | null): ReadonlySet<string> {
  const code = [...(flags.allocator ?? []).map((name) => splitSymbol(name).file), ...(ran === null ? [] : codeOf(ran))];
  const others = [scenario, ...manifestsOf(flags), ...(ran?.modules.manifests ?? []).map(({ source }) => source)];
  return new Set([...code.flatMap((path) => [...siblingFiles(resolve(path))]), ...others.map((path) => resolve(path))]);
}

function codeOf({ scenario, modules }: Ran): string[] {
  const libraries = modules.manifests.flatMap((manifest) => manifest.libraries.map(({ library }) => library));
  return [
    ...scenario.rows.flatMap(({ use }) => pathOf(use)),
    ...libraries.flatMap((library) => ("file" in library ? [library.file] : [])),
  ];
}

function pathOf(use: AllocatorReference): string[] {
  return use.kind === "file" ? [use.path] : [];
}

function manifestsOf({ modules }: RunFlagTexts): string[] {
  if (modules === undefined) return [];
  const source = manifestSource(modules);
  return source.kind === "file" ? [source.path] : [];
}
