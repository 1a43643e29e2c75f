import type { Complaint } from "../../base/bad-input.js";
import { showValue } from "../document/defects.js";
import type { DocumentPath } from "../document/document-path.js";
import type { PlacedDocument, Relocation } from "../document/placed-document.js";
import { defaultLabel } from "../rows/allocator-reference.js";
import { scenarioSchema } from "../schema/scenario-schema.js";
import { dottedKey } from "./dotted-key.js";
import { type FoundAxis, findAxes } from "./found-axes.js";
import { SchemaPlaces } from "./schema-places.js";
import { applySetFlags, type SetFlag, type SetPlace, withValue } from "./set-flags.js";

/** A value of the scenario that takes several in turn. */
export interface ScenarioAxis extends FoundAxis {
  /** As `--set` takes it. */
  readonly key: string;
}

/** A complaint, and where in the file it is about; -1 for a flag. */
export interface PlacedComplaint {
  readonly offset: number;
  readonly complaint: Complaint;
}

/** Flags that leave some of the file's axes without effect. */
export interface AxisFlags {
  readonly sets: readonly SetFlag[];
  /** Names of parameters that flags give. */
  readonly params: Iterable<string>;
  /** What flags choose among the allocators; none: all of the file. */
  readonly allocators: readonly string[];
}

/** A scenario's document before one value of each axis is chosen. */
export class AxisDocument {
  /** First those of the file, in its order, then those of the flags. The seed is not among them. */
  readonly axes: readonly ScenarioAxis[];
  /** What stands under `seed` when it is a list; null when it is not. */
  readonly seeds: ScenarioAxis | null;
  /** What is wrong with the flags. */
  readonly complaints: readonly Complaint[];
  readonly #placed: PlacedDocument;
  readonly #document: unknown;
  readonly #set: readonly SetPlace[];
  /** Axes whose value counts for nothing. */
  readonly #moot: readonly FoundAxis[];

  constructor(placed: PlacedDocument, flags: AxisFlags) {
    const complaints: Complaint[] = [];
    const { document, places } = applySetFlags(placed.value, flags.sets, complaints);
    const found = findAxes(document, new SchemaPlaces(scenarioSchema()));
    const named = found.map((axis) => ({ ...axis, key: dottedKey(axis.path, document) }));
    const isMoot = mootness(document, flags);
    this.axes = named.filter((axis) => !isSeed(axis.path) && !isMoot(axis.path));
    this.seeds = named.find(({ path }) => isSeed(path)) ?? null;
    this.complaints = complaints;
    this.#placed = placed;
    this.#document = document;
    this.#set = places;
    this.#moot = named.filter(({ path }) => isMoot(path));
  }

  /**
   * The document at one point.
   *
   * @param point an index into the values of each axis
   * @param seed goes before the document's own; absent: that stays, the first one where there are several
   */
  at(point: readonly number[], seed?: number): PlacedDocument {
    const chosen = this.axes.map((axis, i) => ({ axis, index: point[i] as number }));
    const first = [...this.#moot, ...(this.seeds === null ? [] : [this.seeds])].map((axis) => ({ axis, index: 0 }));
    const all = [...first, ...chosen];
    const values = all.reduce((document, { axis, index }) => {
      return withValue(document, axis.path, axis.values[index]);
    }, this.#document);
    const flagged = this.#set.map(({ flag, path }) => ({ path, from: { flag: `--set ${flag.key}` } }));
    const listed = all.flatMap(({ axis, index }): Relocation[] => {
      return axis.listed === null ? [] : [{ path: axis.path, from: { path: [...axis.path, ...axis.listed, index] } }];
    });
    return this.#placed.changed(seed === undefined ? values : withValue(values, ["seed"], seed), [
      ...flagged,
      ...listed,
    ]);
  }

  /** Why an axis cannot stand where one value is wanted. */
  refusal({ key, path, values, listed }: ScenarioAxis): PlacedComplaint {
    const shown = values.map(showValue).join(",");
    if (listed === null) {
      const rule = `a run takes one value, and these are ${values.length}`;
      const nextStep = "give one of them, or try them all with workbench compare";
      return { offset: -1, complaint: { place: `--set ${key}`, value: shown, rule, nextStep } };
    }
    const rule = "a run takes one value here; a list of them is an axis of workbench compare";
    const choice = isSeed(path) ? `--seed=${showValue(values[0])}` : `--set ${key}=${showValue(values[0])}`;
    const nextStep = `choose one with ${choice}, or try them all with workbench compare`;
    const complaint = this.#placed.complaint({ path, on: "value", value: `[${shown}]`, rule, nextStep });
    return { offset: this.#placed.offset(path, "value"), complaint };
  }
}

function isSeed(path: DocumentPath): boolean {
  return path.length === 1 && path[0] === "seed";
}

/** Whether a flag goes before what stands at a path, or the row that it is about is not run. */
function mootness(document: unknown, { params, allocators }: AxisFlags): (path: DocumentPath) => boolean {
  const given = new Set(params);
  const entries = (document as { allocators?: unknown }).allocators;
  const isLeftOut = (index: unknown) => {
    const label = Array.isArray(entries) ? labelOf(entries[index as number]) : undefined;
    return allocators.length > 0 && label !== undefined && !allocators.includes(label);
  };
  return ([part, step]) => (part === "parameters" ? given.has(String(step)) : part === "allocators" && isLeftOut(step));
}

function labelOf(entry: unknown): string | undefined {
  const { label, use } = (entry ?? {}) as { label?: unknown; use?: unknown };
  if (typeof label === "string") return label;
  return typeof use === "string" ? defaultLabel(use) : undefined;
}
