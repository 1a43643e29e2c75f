import { axisFormOf, SchemaPlaces } from "../axes/schema-places.js";
import type { Schema } from "./scenario-schema.js";

/**
 * The schema that editors complete scenarios by: that of single values, and wherever one may stand a parameter or an axis.
 * @param single a schema in which every axis has its value
 */
export function editorSchema(single: Schema): Schema {
  return new AxisWriter(new SchemaPlaces(single)).within(single);
}

/** A text in which a parameter's value is put: its type is known once that is done. */
const WITH_PARAMETER = { type: "string", pattern: "\\$\\{[^}]*\\}" };

class AxisWriter {
  readonly #places: SchemaPlaces;

  constructor(places: SchemaPlaces) {
    this.#places = places;
  }

  /** A schema with axes inside. What only decides whether another part counts (`if`) stays as it is. */
  within(schema: Schema): Schema {
    return mapped(schema, (part, keyword) => {
      switch (keyword) {
        case "$defs":
          return mapped(part as Schema, (definition) => this.within(definition as Schema));
        case "properties":
          return mapped(part as Schema, (property) => this.#orAxis(property as Schema));
        case "prefixItems":
          return (part as Schema[]).map((item) => this.#orAxis(item));
        case "additionalProperties":
        case "items":
          return typeof part === "object" ? this.#orAxis(part as Schema) : part;
        default:
          return part;
      }
    });
  }

  /** A value's schema; where it may vary, one that takes a parameter or several values in its place as well. */
  #orAxis(schema: Schema): Schema {
    const form = axisFormOf(this.#places.expanded(schema));
    const { title, description, default: byDefault, ...value } = this.within(schema);
    if (form === null) return this.within(schema);
    const list = { type: "array", minItems: 1, items: { anyOf: [value, WITH_PARAMETER] } };
    const axis = { type: "object", properties: { axis: list }, required: ["axis"], additionalProperties: false };
    const shown = Object.entries({ title, description, default: byDefault }).filter(([, text]) => text !== undefined);
    return { ...Object.fromEntries(shown), anyOf: [value, WITH_PARAMETER, ...(form === "list" ? [list] : []), axis] };
  }
}

function mapped(record: Schema, change: (part: unknown, key: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(record).map(([key, part]) => [key, change(part, key)]));
}
