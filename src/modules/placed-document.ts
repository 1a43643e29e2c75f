import type { Complaint } from "../base/bad-input.js";

/** A place inside a document: keys and indices from the root down. */
export type DocumentPath = readonly (string | number)[];

/** Something wrong at a place of a document. */
export interface Fault {
  readonly path: DocumentPath;
  /** Whether the key itself or its value is to be pointed at. */
  readonly on: "key" | "value";
  readonly value?: string;
  readonly rule: string;
  readonly nextStep: string;
}

/** A document that still knows where each of its values stands: a JSON text, or the part of a scenario that is a manifest. */
export interface PlacedDocument {
  readonly value: unknown;
  /** Grows with the place in the text, so that complaints can be sorted; of the nearest enclosing value when nothing stands at the path. */
  offset(path: DocumentPath, on: Fault["on"]): number;
  complaint(fault: Fault): Complaint;
}

/** `file:line:column` of a place. */
export function placeOf(document: PlacedDocument, path: DocumentPath, on: Fault["on"] = "value"): string {
  return document.complaint({ path, on, rule: "", nextStep: "" }).place;
}
