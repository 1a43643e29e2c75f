import { BadInput } from "../../base/bad-input.js";
import { readKindSettings } from "../../modules/kind-settings.js";
import type { KindSettings } from "../../modules/kind-table.js";
import { readManifest } from "../../modules/read-manifest.js";
import { type ReadManifests, readManifests, readManifestValue } from "../../modules/read-manifests.js";
import type { LoadedModules } from "../../scenario/modules/scenario-modules.js";

const NO_MANIFESTS: ReadManifests = { manifests: [], warnings: [] };

/**
 * The manifests that a scenario names or holds.
 *
 * @param folder the scenario's: what relative paths start from
 * @throws BadInput
 */
export function scenarioManifests({ manifest, folder: modulesDir }: LoadedModules, folder: string): ReadManifests {
  if (manifest?.kind === "text") return readManifestValue(manifest.text, { place: manifest.place, folder });
  if (manifest !== null) {
    const read = readManifest(manifest.place, manifest.document);
    return { manifests: [read.manifest], warnings: read.warnings };
  }
  if (modulesDir === null) return NO_MANIFESTS;
  return placedAt(modulesDir.place, "--modules-dir", () => readManifests({ modulesDir: modulesDir.text }));
}

/** @throws BadInput */
export function scenarioKinds({ mesosVersion, kindVersions }: LoadedModules): KindSettings {
  const version = mesosVersion === null ? {} : { mesosVersion: mesosVersion.text };
  const settings = placedAt(mesosVersion?.place ?? "", "--mesos-version", () => readKindSettings(version));
  const minimums = kindVersions.map(({ kind, text, place }) =>
    placedAt(place, "--kind-version", () => readKindSettings({ kindVersions: [`${kind}=${text}`] })),
  );
  return { ...settings, minimums: Object.assign({}, ...minimums.map((read) => read.minimums)) };
}

/** What is said of a flag, said of the place in the scenario. */
function placedAt<T>(place: string, flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(error.complaints.map((found) => (found.place === flag ? { ...found, place } : found)));
  }
}
