import type { Complaint } from "../../base/bad-input.js";
import { type DocumentPath, pathKey } from "./document-path.js";

/** Something wrong in the scenario's document. The reader of the file finds line and column later. */
export interface Defect {
  readonly path: DocumentPath;
  /** Whether the key or its value is to be pointed at. */
  readonly on: "key" | "value";
  readonly value?: string;
  readonly rule: string;
  readonly nextStep: string;
  /** Nothing is wrong with the file: somebody has to give a value. */
  readonly isMissing?: true;
}

/** More than anybody reads: a large file that is wrong throughout must not take minutes to refuse. */
const MOST_DEFECTS = 10_000;

/**
 * Everything found wrong so far. A value that has been complained about is faulty: it is not read any further and not
 * complained about again, so that one slip makes one line while all others are still found.
 */
export class Defects {
  readonly found: Defect[] = [];
  /** Wrong things outside the document: flags, environment, trace files. */
  readonly elsewhere: Complaint[] = [];
  readonly #faulty = new Set<string>();
  /** What has been said: a part of the document that is read once per replica is complained about once. */
  readonly #said = new Set<string>();
  readonly #wrongKeys = new Set<string>();
  /** The top-level keys under which something is faulty, or in a file that they name. */
  readonly #faultyParts = new Set<unknown>();

  constructor(faulty: Iterable<DocumentPath> = []) {
    for (const path of faulty) this.markFaulty(path);
  }

  get none(): boolean {
    return this.found.length === 0 && this.elsewhere.length === 0;
  }

  /** Whether all that is wrong is that values are not given. */
  get lacksValuesOnly(): boolean {
    return this.elsewhere.length === 0 && this.found.every(({ isMissing }) => isMissing === true);
  }

  /** Whether nothing under these top-level keys, or in a file that they name, is wrong. */
  isSound(keys: readonly string[]): boolean {
    const isWrong = (key: string) => this.#faultyParts.has(key) || this.found.some((defect) => defect.path[0] === key);
    return !keys.some(isWrong);
  }

  /** Adds what is wrong in a file that this part of the document names. */
  addOf(part: string, complaints: readonly Complaint[]): void {
    this.elsewhere.push(...complaints);
    if (complaints.length > 0) this.#faultyParts.add(part);
  }

  add(defect: Defect): void {
    if (defect.on === "value" && this.isFaulty(defect.path)) return;
    const key = defectKey(defect);
    if (this.#said.has(key) || this.found.length === MOST_DEFECTS) return;
    this.#said.add(key);
    if (defect.on === "key") this.#wrongKeys.add(pathKey(defect.path));
    this.found.push(defect);
  }

  markFaulty(path: DocumentPath): void {
    this.#faulty.add(pathKey(path));
    this.#faultyParts.add(path[0]);
  }

  /** Whether the key itself (not its value) has been complained about. */
  isWrongKey(path: DocumentPath): boolean {
    return this.#wrongKeys.has(pathKey(path));
  }

  isFaulty(path: DocumentPath): boolean {
    return this.#faulty.has(pathKey(path));
  }
}

/** A value as it is shown in a complaint: text bare, anything else on one line as JSON would have it. */
export function showValue(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
}

/** Equal for two defects that say the same of the same place. */
export function defectKey(defect: Defect): string {
  return JSON.stringify([defect.path, defect.on, defect.value ?? null, defect.rule]);
}
