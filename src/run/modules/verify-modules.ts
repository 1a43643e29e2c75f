import { KindTable } from "../../modules/kind-table.js";
import { duplicateRuleOf } from "../../modules/loading.js";
import type { Manifest } from "../../modules/manifest.js";
import { type LoadResult, ModuleRegistry } from "../../modules/module-registry.js";
import { type Platform, platformOf, type ResolvedLibrary, resolveLibrary } from "../../modules/resolved-library.js";
import { type LocatedLibrary, locateLibrary } from "./located-library.js";
import type { ProbeTask } from "./probe-job.js";
import { type ProbeSettings, probeLibraries } from "./probe-libraries.js";
import { ProbedLibraries } from "./probed-library.js";

export interface VerifiedModules {
  readonly result: LoadResult;
  /** Those that could be found, by key. */
  readonly libraries: ReadonlyMap<string, LocatedLibrary>;
}

/**
 * Goes over all modules of manifests by the manager's rules: libraries are opened and compatible() is called, in
 * processes of their own; no instance is made.
 */
export async function verifyModules(manifests: readonly Manifest[], settings: ProbeSettings): Promise<VerifiedModules> {
  const platform = platformOf(process.platform);
  const probed = new ProbedLibraries();
  const tasks = tasksOf(manifests, platform, probed);
  await probeLibraries(tasks, settings, probed);
  const kinds = new KindTable(settings.kinds);
  const registry = new ModuleRegistry(probed, { platform, duplicates: duplicateRuleOf(kinds.mesosVersion) });
  const result = await registry.load(manifests, kinds);
  return { result, libraries: new Map(tasks.map(({ library }) => [library.library, library])) };
}

/** Each library once, with all the names that are to be looked up in it; what is not there is noted at once. */
function tasksOf(manifests: readonly Manifest[], platform: Platform, probed: ProbedLibraries): ProbeTask[] {
  const wanted = new Map<string, { readonly resolved: ResolvedLibrary; readonly names: Set<string> }>();
  for (const { library, modules } of manifests.flatMap(({ libraries }) => libraries)) {
    const resolved = resolveLibrary(library, platform);
    const { names } = wanted.get(resolved.library) ?? { names: new Set<string>() };
    for (const { name } of modules) if (name !== "") names.add(name);
    wanted.set(resolved.library, { resolved, names });
  }
  return [...wanted.values()].flatMap(({ resolved, names }): ProbeTask[] => {
    const library = locateLibrary(resolved, platform);
    if ("path" in library) return [{ library, modules: [...names] }];
    probed.note({ doing: "open", library: resolved.library }, library);
    return [];
  });
}
