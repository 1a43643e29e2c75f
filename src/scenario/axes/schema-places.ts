import type { Schema } from "../schema/scenario-schema.js";

/** What the schema takes at one place of a document, as far as its types tell. */
export interface PlaceKinds {
  /** A text, a number, true or false. */
  readonly single: boolean;
  readonly list: boolean;
}

/** Finds the schemas that are about a place of the document, by its path. */
export class SchemaPlaces {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** The schemas of the whole document. */
  get top(): readonly Schema[] {
    return this.expanded(this.#root);
  }

  /** The schemas of what stands under `step`, given those of the map or list that it stands in. */
  below(schemas: readonly Schema[], step: string | number): readonly Schema[] {
    return schemas.flatMap((schema) => {
      const part = partOf(schema, step);
      return isSchema(part) ? this.expanded(part) : [];
    });
  }

  /** A schema with those that it refers to, and what it makes conditional. */
  expanded(schema: Schema): readonly Schema[] {
    const parts = [this.#referred(schema.$ref), ...((schema.allOf as Schema[] | undefined) ?? []), schema.then];
    return [schema, ...parts.filter(isSchema).flatMap((part) => this.expanded(part))];
  }

  #referred(reference: unknown): unknown {
    if (typeof reference !== "string") return undefined;
    const name = reference.slice("#/$defs/".length);
    return (this.#root.$defs as Record<string, unknown>)[name];
  }
}

function partOf(schema: Schema, step: string | number): unknown {
  if (typeof step === "number") return (schema.prefixItems as unknown[] | undefined)?.[step] ?? schema.items;
  const named = (schema.properties as Record<string, unknown> | undefined) ?? {};
  return Object.hasOwn(named, step) ? named[step] : schema.additionalProperties;
}

function isSchema(part: unknown): part is Schema {
  return typeof part === "object" && part !== null;
}

const SINGLE_TYPES: ReadonlySet<unknown> = new Set(["string", "number", "integer", "boolean"]);

export function kindsOf(schemas: readonly Schema[]): PlaceKinds {
  const types = schemas.flatMap(({ type }) => (Array.isArray(type) ? (type as unknown[]) : [type]));
  const choices = schemas.some((schema) => "const" in schema || "enum" in schema);
  return { single: choices || types.some((type) => SINGLE_TYPES.has(type)), list: types.includes("array") };
}

/**
 * Whether several values may stand there, and how they are written: as a list, or only as `{ axis: [...] }`. What names a
 * scenario or a row (`x-fixed`) may not vary.
 */
export function axisFormOf(schemas: readonly Schema[]): "list" | "map" | null {
  const { single, list } = kindsOf(schemas);
  if (!single || schemas.some((schema) => schema["x-fixed"] === true)) return null;
  return list ? "map" : "list";
}
