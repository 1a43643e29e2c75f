import type { Complaint } from "../../base/bad-input.js";

/** A file that is broken throughout would fill the screen: beyond this many only their number is told. */
const MOST_TOLD = 50;
/** And beyond this many they are counted only. */
const MOST_KEPT = 10_000;

/** What is wrong with the lines of one trace file. */
export class LineComplaints {
  readonly #file: string;
  readonly #kept: { readonly line: number; readonly complaint: Complaint }[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get none(): boolean {
    return this.#count === 0;
  }

  /** @param line counted from 1 */
  add(line: number, value: string, rule: string, nextStep: string): void {
    this.#count++;
    if (this.#kept.length === MOST_KEPT) return;
    this.#kept.push({ line, complaint: { place: `${this.#file}:${line}`, value, rule, nextStep } });
  }

  /** In the order of the lines. */
  get all(): readonly Complaint[] {
    const inOrder = this.#kept.sort((a, b) => a.line - b.line).map(({ complaint }) => complaint);
    if (this.#count <= MOST_TOLD) return inOrder;
    const rule = `${this.#count - MOST_TOLD} more things are wrong`;
    return [
      ...inOrder.slice(0, MOST_TOLD),
      { place: this.#file, rule, nextStep: "mend the first ones, then look again" },
    ];
  }
}
