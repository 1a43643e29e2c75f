import { BadInput, type Complaint } from "../base/bad-input.js";
import type { ModuleParameter } from "../kinds/module-parameter.js";
import type { LibraryName, Manifest, ManifestLibrary, ManifestModule } from "./manifest.js";
import { manifestFaults } from "./manifest-faults.js";
import { type DocumentPath, type Fault, type PlacedDocument, placeOf } from "./placed-document.js";

export interface ReadManifest {
  readonly manifest: Manifest;
  readonly warnings: readonly Complaint[];
}

/**
 * Turns a document into a manifest: null is absent (M9), a single object is a list of one (M11).
 *
 * @param source the file as the user named it, or the flag
 * @throws BadInput with everything that is wrong, in the order of the text; unknown keys among it, since a mistyped key
 *   is why another is missing
 */
export function readManifest(source: string, document: PlacedDocument): ReadManifest {
  const { errors, unknownKeys } = manifestFaults(document.value);
  if (errors.length > 0) throw new BadInput(inOrder(document, [...errors, ...unknownKeys]));
  const libraries = entries(document.value, [], "libraries").map(({ path, object }) =>
    readLibrary(document, path, object),
  );
  return { manifest: { source, libraries }, warnings: inOrder(document, unknownKeys) };
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Entry {
  readonly path: DocumentPath;
  readonly object: JsonObject;
}

function readLibrary(document: PlacedDocument, path: DocumentPath, object: JsonObject): ManifestLibrary {
  const { file, name } = object as { readonly file?: string | null; readonly name?: string | null };
  // M15: file wins. The schema has seen to it that one of them is there.
  const isFile = typeof file === "string";
  const library: LibraryName = isFile ? { file } : { name: name as string };
  return {
    place: placeOf(document, [...path, isFile ? "file" : "name"]),
    library,
    modules: entries(object, path, "modules").map((entry) => readModule(document, entry)),
  };
}

function readModule(document: PlacedDocument, { path, object }: Entry): ManifestModule {
  const parameters = entries(object, path, "parameters").map((entry): ModuleParameter => {
    const { key, value } = entry.object as unknown as ModuleParameter;
    return { key, value };
  });
  return { place: placeOf(document, [...path, "name"]), name: object.name as string, parameters };
}

/** The objects of a list, of which null ones count as absent like any null. */
function entries(parent: unknown, parentPath: DocumentPath, key: string): Entry[] {
  const list = (parent as JsonObject)[key] ?? [];
  const path = [...parentPath, key];
  if (!Array.isArray(list)) return [{ path, object: list as JsonObject }];
  return list.map((object, i) => ({ path: [...path, i], object })).filter(({ object }) => object !== null);
}

function inOrder(document: PlacedDocument, faults: readonly Fault[]): Complaint[] {
  return faults
    .map((fault) => ({ fault, offset: document.offset(fault.path, fault.on) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ fault }) => document.complaint(fault));
}
