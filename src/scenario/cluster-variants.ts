import { Cursor } from "./document/cursor.js";
import { Defects, defectKey } from "./document/defects.js";
import type { DocumentPath } from "./document/document-path.js";
import { mergePatch } from "./document/merge-patch.js";
import type { PlacedDocument } from "./document/placed-document.js";
import { type ModuleChoice, readModuleChoice } from "./modules/scenario-modules.js";
import { type ResolvedCluster, resolveCluster } from "./resolve/cluster-plan.js";
import { readLimits } from "./rows/run-limits.js";
import type { RunLimits } from "./scenario.js";
import { checkAgainstSchema } from "./schema/schema-defects.js";
import { importTrace } from "./traces/import-trace.js";
import type { ImportedTrace } from "./traces/imported-trace.js";

/** A cluster of the scenario, the base one or that of a row with overrides, and the limits of its runs. */
export interface ClusterVariant extends ResolvedCluster {
  readonly limits: RunLimits;
  readonly modules: ModuleChoice;
}

export interface VariantSettings {
  readonly seed: number;
  /** The scenario's folder, absolute. */
  readonly folder: string;
  readonly limits: Partial<RunLimits>;
  /** Traces that were read before, by what the scenario says of them; those read without a complaint are added. */
  readonly knownTraces: Map<string, ImportedTrace>;
}

/** Resolves the scenario's cluster, and again for every row that overrides a part of it. A trace is read once. */
export class ClusterVariants {
  readonly base: ClusterVariant;
  /** SHA-256 of each trace file read. */
  readonly traceDigests: Record<string, string> = {};
  readonly #root: Cursor;
  readonly #placed: PlacedDocument;
  readonly #faulty: readonly DocumentPath[];
  readonly #settings: VariantSettings;
  readonly #traces = new Map<string, ImportedTrace | null>();

  /**
   * @param root the document, checked against the schema
   * @param faulty paths of texts whose parameter has no value
   */
  constructor(root: Cursor, placed: PlacedDocument, faulty: readonly DocumentPath[], settings: VariantSettings) {
    this.#root = root;
    this.#placed = placed;
    this.#faulty = faulty;
    this.#settings = settings;
    this.base = this.#resolve(root);
  }

  /**
   * The base cluster with the overrides (of a row, or the control) merged in. Complaints are placed at the overrides where
   * these say something.
   */
  overridden(overrides: Cursor): ClusterVariant {
    if (!overrides.isMap) return this.base;
    const known = overrides.entries.filter(([, value]) => !overrides.defects.isWrongKey(value.path));
    const patch = Object.fromEntries(known.map(([key, value]) => [key, value.value]));
    const document = mergePatch(this.#root.value, patch);
    const defects = new Defects(this.#faultyIn(overrides.path));
    checkAgainstSchema(document, defects);
    const variant = this.#resolve(new Cursor(document, [], defects), overrides.path);
    this.#handUp(defects, overrides.path);
    return variant;
  }

  /** @param overrides where those stand that are merged into the root */
  #resolve(root: Cursor, overrides: DocumentPath = []): ClusterVariant {
    const limits = readLimits(root.get("limits"), this.#settings.limits);
    const modules = readModuleChoice(root, this.#placed, overrides);
    const cluster = resolveCluster(root, this.#trace(root.get("trace")), this.#settings);
    Object.assign(this.traceDigests, cluster.usageDigests);
    return { ...cluster, limits, modules };
  }

  #trace(trace: Cursor): ImportedTrace | null {
    const key = JSON.stringify(trace.value) ?? "";
    const { knownTraces, folder } = this.#settings;
    const known = knownTraces.get(key) ?? this.#traces.get(key);
    const imported = known === undefined ? importTrace(trace, folder) : known;
    this.#traces.set(key, imported);
    if (imported !== null && trace.defects.isSound(["trace"])) knownTraces.set(key, imported);
    Object.assign(this.traceDigests, imported?.digests);
    return imported;
  }

  /** The faulty paths of the merged document: those of the base, and those inside the overrides. */
  #faultyIn(overrides: DocumentPath): DocumentPath[] {
    const inside = this.#faulty.filter((path) => overrides.every((step, i) => path[i] === step));
    return [...this.#faulty, ...inside.map((path) => path.slice(overrides.length))];
  }

  /** Passes a variant's defects on, without those that the base has as well. */
  #handUp(defects: Defects, overrides: DocumentPath): void {
    const known = new Set(this.#root.defects.found.map(defectKey));
    for (const defect of defects.found) {
      if (known.has(defectKey(defect))) continue;
      const path = [...overrides, ...defect.path];
      this.#root.defects.add({ ...defect, path: this.#placed.holds(path) ? path : defect.path });
    }
    this.#root.defects.elsewhere.push(...defects.elsewhere);
  }
}
