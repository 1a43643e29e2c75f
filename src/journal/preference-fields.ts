import { NO_PREFERENCES, type OfferPreferences } from "../allocator/operations.js";
import { constraintsJson, readConstraints } from "./constraint-fields.js";
import type { FieldEncoder } from "./field-encoder.js";
import type { LineFields } from "./line-fields.js";

/** What a framework wants to be offered (F10, P8), when either field is there: the other then names no role. */
export function readPreferences(fields: LineFields): { readonly preferences?: OfferPreferences } {
  if (!fields.has("minAllocatable") && !fields.has("offerConstraints")) return {};
  return {
    preferences: {
      minAllocatable: fields.has("minAllocatable")
        ? fields.byRole("minAllocatable", (roles, role) => roles.plainResourcesList(role))
        : NO_PREFERENCES.minAllocatable,
      constraints: fields.has("offerConstraints") ? readConstraints(fields) : NO_PREFERENCES.constraints,
    },
  };
}

/** The preferences of a framework that joins, each field with a comma before it; one that names no role is left out. */
export function preferenceFields(preferences: OfferPreferences | undefined, fields: FieldEncoder): string {
  if (preferences === undefined) return "";
  const { minAllocatable, constraints } = preferences;
  const minimum = minAllocatable.size === 0 ? "" : minAllocatableField(preferences, fields);
  return `${minimum}${constraints.size === 0 ? "" : constraintsField(preferences, fields)}`;
}

/** The new preferences of a framework that is there: both fields, so that none are something, too. */
export function changedPreferenceFields(preferences: OfferPreferences | undefined, fields: FieldEncoder): string {
  if (preferences === undefined) return "";
  return `${minAllocatableField(preferences, fields)}${constraintsField(preferences, fields)}`;
}

function minAllocatableField({ minAllocatable }: OfferPreferences, fields: FieldEncoder): string {
  const lists = fields.byRole(minAllocatable, (least) => `[${least.map((resources) => fields.resources(resources))}]`);
  return `,"minAllocatable":${lists}`;
}

function constraintsField({ constraints }: OfferPreferences, fields: FieldEncoder): string {
  return `,"offerConstraints":${constraintsJson(constraints, fields)}`;
}
