import { type Defects, showValue } from "./defects.js";
import type { DocumentPath } from "./document-path.js";

/**
 * A value of the document with its path. The readers are tolerant: a value that is absent, of another type or already
 * known to be faulty reads as undefined, since the schema has complained about it by then.
 */
export class Cursor {
  readonly value: unknown;
  readonly path: DocumentPath;
  readonly defects: Defects;

  constructor(value: unknown, path: DocumentPath, defects: Defects) {
    this.value = defects.isFaulty(path) ? undefined : value;
    this.path = path;
    this.defects = defects;
  }

  get present(): boolean {
    return this.value !== undefined;
  }

  /** Whether the document says nothing here; a faulty value is neither present nor absent. */
  get absent(): boolean {
    return !this.present && !this.defects.isFaulty(this.path);
  }

  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  get boolean(): boolean | undefined {
    return typeof this.value === "boolean" ? this.value : undefined;
  }

  get isMap(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  /** The value under a key of a map; a cursor on nothing when there is none. */
  get(key: string): Cursor {
    const value = this.isMap && Object.hasOwn(this.value as object, key) ? (this.value as never)[key] : undefined;
    return new Cursor(value, [...this.path, key], this.defects);
  }

  /** The entries of a map in the order of the file; none when it is no map. */
  get entries(): [string, Cursor][] {
    return this.isMap ? Object.keys(this.value as object).map((key) => [key, this.get(key)]) : [];
  }

  /** The items of a list; none when it is no list. */
  get items(): Cursor[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item, index) => new Cursor(item, [...this.path, index], this.defects));
  }

  /** @param value what is shown as offending: this value unless told; null shows nothing */
  complain(rule: string, nextStep: string, value: string | null = showValue(this.value)): void {
    this.defects.add({ path: this.path, on: "value", rule, nextStep, ...(value === null ? {} : { value }) });
  }

  /** Complains about the key under which this value stands. */
  complainOfKey(rule: string, nextStep: string, isMissing = false): void {
    const value = String(this.path.at(-1));
    this.defects.add({ path: this.path, on: "key", rule, nextStep, value, ...(isMissing ? { isMissing } : {}) });
  }
}
