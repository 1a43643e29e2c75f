import { resolve } from "node:path";
import type { HookSemantics } from "../../kinds/hook/hook-semantics.js";
import type { Cursor } from "../document/cursor.js";
import type { DocumentPath } from "../document/document-path.js";
import { PartOfDocument } from "../document/part-of-document.js";
import type { PlacedDocument } from "../document/placed-document.js";

/** A text of the scenario, and where it stands: file, line and column. */
export interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** The keys that choose modules, named as the flags are. */
export const MODULE_SELECTORS = [
  "hooks",
  "isolation",
  "authenticators",
  "authenticatee",
  "resourceEstimator",
  "qosController",
] as const;

/** Which modules are chosen: each a comma list, as the flags have it. A key that is not there says nothing. */
export type ChosenModules = Readonly<Partial<Record<(typeof MODULE_SELECTORS)[number], PlacedText>>>;

export interface ModuleChoice {
  readonly chosen: ChosenModules;
  /** Null: the scenario does not say. */
  readonly hookSemantics: HookSemantics | null;
}

/**
 * What a scenario says of the modules that are to be loaded, as it is written. Nothing of it has been opened: whoever
 * loads modules reads it, and complains with these places. Flags go before it.
 */
export interface LoadedModules {
  /** As of `--modules` (its paths start from the scenario's folder), or a manifest that stands in the scenario itself. */
  readonly manifest:
    | ({ readonly kind: "text" } & PlacedText)
    | { readonly kind: "document"; readonly place: string; readonly document: PartOfDocument }
    | null;
  /** As of `--modules-dir`; absolute. */
  readonly folder: PlacedText | null;
  readonly mesosVersion: PlacedText | null;
  readonly kindVersions: readonly ({ readonly kind: string } & PlacedText)[];
}

/** @param scenarioFolder absolute */
export function readLoadedModules(root: Cursor, placed: PlacedDocument, scenarioFolder: string): LoadedModules {
  const modules = root.get("modules");
  const folder = root.get("modulesDir");
  if (modules.present && folder.present) {
    folder.complainOfKey("modules and modulesDir exclude each other (M13)", "give one of them");
  }
  const dir = placedText(folder, placed);
  return {
    manifest: readManifest(modules, placed),
    folder: dir === null ? null : { ...dir, text: resolve(scenarioFolder, dir.text) },
    mesosVersion: placedText(root.get("mesosVersion"), placed),
    kindVersions: root.get("kindVersions").entries.flatMap(([kind, version]) => {
      const text = placedText(version, placed);
      return text === null ? [] : [{ kind, ...text }];
    }),
  };
}

/**
 * @param overrides the path of a row's overrides, which are merged into `root`: what stands there is placed there
 */
export function readModuleChoice(root: Cursor, placed: PlacedDocument, overrides: DocumentPath = []): ModuleChoice {
  const chosen = MODULE_SELECTORS.flatMap((key) => {
    const text = namesIn(root.get(key));
    if (text === undefined) return [];
    const own = [...overrides, key];
    return [[key, { place: placeOf(placed, placed.holds(own) ? own : [key]), text }] as const];
  });
  const semantics = root.get("hookSemantics").value;
  return {
    chosen: Object.fromEntries(chosen),
    // As YAML has it, 0.23 is a number.
    hookSemantics: semantics === undefined ? null : (String(semantics) as HookSemantics),
  };
}

function readManifest(modules: Cursor, placed: PlacedDocument): LoadedModules["manifest"] {
  if (!modules.present) return null;
  const place = placeOf(placed, modules.path);
  if (modules.text !== undefined) return { kind: "text", place, text: modules.text };
  return { kind: "document", place, document: new PartOfDocument(placed, modules.path, modules.value) };
}

function namesIn(cursor: Cursor): string | undefined {
  if (cursor.isMap) return cursor.get("name").text;
  if (!Array.isArray(cursor.value)) return cursor.text;
  const names = cursor.items.flatMap(({ text }) => (text === undefined ? [] : [text]));
  return names.length === 0 ? undefined : names.join(",");
}

function placedText(cursor: Cursor, placed: PlacedDocument): PlacedText | null {
  return cursor.text === undefined ? null : { place: placeOf(placed, cursor.path), text: cursor.text };
}

function placeOf(placed: PlacedDocument, path: DocumentPath): string {
  return placed.complaint({ path, on: "value", rule: "", nextStep: "" }).place;
}
