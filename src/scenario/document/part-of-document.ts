import type { Complaint } from "../../base/bad-input.js";
import type { Defect } from "./defects.js";
import type { DocumentPath } from "./document-path.js";
import type { PlacedDocument } from "./placed-document.js";

/** A part of a scenario that is a document of its own kind, and still knows where each of its values stands. */
export class PartOfDocument {
  /** With the scenario's parameters put in. */
  readonly value: unknown;
  readonly #placed: PlacedDocument;
  readonly #path: DocumentPath;

  constructor(placed: PlacedDocument, path: DocumentPath, value: unknown) {
    this.value = value;
    this.#placed = placed;
    this.#path = path;
  }

  offset(path: DocumentPath, on: Defect["on"]): number {
    return this.#placed.offset([...this.#path, ...path], on);
  }

  complaint(fault: Defect): Complaint {
    return this.#placed.complaint({ ...fault, path: [...this.#path, ...fault.path] });
  }
}
