import type { Complaint } from "../base/bad-input.js";
import { DURATION_RULE, type Micros, parseDuration } from "../base/time.js";

const ONE_OF_THEM = "choose one of them";

/** Checks of the values in a journal's first line: what is wrong becomes a complaint, and a stand-in is returned. */
export class HeaderFields {
  readonly #file: string;
  readonly #line: string;
  readonly #complaints: Complaint[];

  constructor(file: string, line: string, complaints: Complaint[]) {
    this.#file = file;
    this.#line = line;
    this.#complaints = complaints;
  }

  /** How much has been complained of so far. */
  get found(): number {
    return this.#complaints.length;
  }

  /** The first word is the default. */
  oneOf<Word extends string>(name: string, value: unknown, words: readonly [Word, ...Word[]]): Word {
    const given = value ?? words[0];
    const found = words.find((word) => word === given);
    if (found === undefined) this.complain(name, given, `${name} is one of ${words.join(", ")}`, ONE_OF_THEM);
    return found ?? words[0];
  }

  texts(name: string, value: unknown): string[] {
    if (Array.isArray(value) && value.every((text) => typeof text === "string")) return value;
    this.complain(name, value, `${name} is a list of texts`, 'write it as ["..."]');
    return [];
  }

  boolean(name: string, value: unknown): boolean {
    if (typeof value !== "boolean") this.complain(name, value, `${name} is true or false`, ONE_OF_THEM);
    return value === true;
  }

  /** Of a whole. */
  part(name: string, value: unknown): number {
    if (typeof value === "number" && value >= 0 && value <= 1) return value;
    this.complain(name, value, `${name} is a number from 0 to 1`, "write it as 0.8");
    return 0;
  }

  /** @param least microseconds */
  duration(name: string, value: unknown, least: 0 | 1): Micros {
    const duration = typeof value === "string" ? parseDuration(value) : undefined;
    if (duration !== undefined && duration >= least) return duration;
    this.complain(name, value, DURATION_RULE, least === 0 ? "give it from zero on" : "give it above zero");
    return least;
  }

  complain(name: string, value: unknown, rule: string, nextStep: string): void {
    const column = Math.max(0, this.#line.indexOf(`"${name}"`)) + 1;
    const shown = value === undefined ? {} : { value: typeof value === "string" ? value : JSON.stringify(value) };
    this.#complaints.push({ place: `${this.#file}:1:${column}`, ...shown, rule, nextStep });
  }
}
