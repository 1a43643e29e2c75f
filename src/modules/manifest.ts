import type { ModuleParameter } from "../kinds/module-parameter.js";

/** A module as a manifest lists it. */
export interface ManifestModule {
  /** `file:line:column` */
  readonly place: string;
  /** The symbol that the library exports (D9). */
  readonly name: string;
  /** Exactly as given: order and equal keys are kept (M28). */
  readonly parameters: readonly ModuleParameter[];
}

/** How a manifest names a library: by a file, or by a bare name that the platform dresses up. */
export type LibraryName = { readonly file: string } | { readonly name: string };

export interface ManifestLibrary {
  readonly place: string;
  readonly library: LibraryName;
  readonly modules: readonly ManifestModule[];
}

/** Plain data, so that it can be handed to another process. */
export interface Manifest {
  /** The file as the user named it, or the flag. */
  readonly source: string;
  readonly libraries: readonly ManifestLibrary[];
}
