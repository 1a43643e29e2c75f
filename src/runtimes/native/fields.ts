/**
 * JSON as paths and values, both texts: the data of workbench/fields.h. What a module is given is in byte order of the
 * paths.
 */
export interface Fields {
  readonly paths: readonly string[];
  readonly values: readonly string[];
  /** One letter per value, see `FIELD_TYPES`. */
  readonly types: string;
}

export const FIELD_TYPES = { text: "t", number: "n", boolean: "b", list: "l", object: "o" } as const;

/** Something that cannot cross as fields, or that came back as none. */
export class FieldsDefect extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FieldsDefect";
  }
}
