import { BadInput } from "../base/bad-input.js";
import type { ClusterVariants } from "./cluster-variants.js";
import type { Cursor } from "./document/cursor.js";
import type { DocumentPath } from "./document/document-path.js";
import { mergePatch } from "./document/merge-patch.js";
import type { PlacedDocument, Relocation } from "./document/placed-document.js";
import type { Expectation } from "./scenario.js";

/** What a scenario is, and what it says: with another of these it would be another scenario. */
const NOT_OF_A_CONTROL = ["scenario", "name", "description", "seed", "control", "expect"];

type Map = Readonly<Record<string, unknown>>;

/**
 * A scenario with its control merged in (RFC 7386). What the control says is still placed where it says it.
 * @throws BadInput when the scenario has none
 */
export function withControl(placed: PlacedDocument): PlacedDocument {
  const { control, ...rest } = placed.value as Map;
  if (control === undefined) {
    const rule = "the scenario has no control";
    const nextStep = "add what takes its effect away, as control: ..., or run it without --control";
    throw new BadInput([placed.complaint({ path: [], on: "value", rule, nextStep })]);
  }
  // Left as it is, the schema refuses it.
  if (!isMap(control)) return placed;
  const patch = Object.fromEntries(Object.entries(control).filter(([key]) => !NOT_OF_A_CONTROL.includes(key)));
  return placed.changed(mergePatch(rest, patch), relocations(rest, patch, []));
}

/** Complains of a control that could not be merged in, changes what it must not, or is to take nothing away. */
export function checkControl(control: Cursor, expectations: readonly Expectation[], variants: ClusterVariants): void {
  if (!control.isMap) return;
  for (const key of NOT_OF_A_CONTROL) {
    const given = control.get(key);
    if (!given.present) continue;
    given.complainOfKey("a control changes what happens, not what the scenario is or expects", "take it out");
  }
  if (expectations.every(({ unaffected }) => unaffected)) {
    const nextStep = "add an expectation that it takes away, without unaffected: true";
    control.complainOfKey("the scenario expects nothing that its control is to take away", nextStep);
  }
  variants.overridden(control);
}

/** Every part of the merged document that is the control's. */
function relocations(base: unknown, patch: Map, path: DocumentPath): Relocation[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const own = [...path, key];
    const below = isMap(base) && Object.hasOwn(base, key) ? base[key] : undefined;
    if (isMap(value) && isMap(below)) return relocations(below, value, own);
    return value === null ? [] : [{ path: own, from: { path: ["control", ...own] } }];
  });
}

function isMap(value: unknown): value is Map {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
