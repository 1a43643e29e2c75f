import type { Complaint } from "../base/bad-input.js";
import { type Micros, secondsToMicros } from "../base/time.js";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Where what is wrong with a line goes. */
export interface LinePlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly complaints: Complaint[];
}

const MEND = "correct the line, or record the journal again";

/**
 * Typed access to the fields of an object that stands in a journal line. What is missing or ill-typed becomes a complaint,
 * and a stand-in value is returned so that the other fields are looked at too; whoever decodes a line must look whether
 * complaints have come up.
 *
 * @typeParam Self what reads the objects within the object: the class itself
 */
export abstract class JsonFields<Self> {
  readonly #object: JsonObject;
  readonly #place: LinePlace;
  /** `used[0].` within a nested object. */
  readonly #path: string;

  constructor(object: JsonObject, place: LinePlace, path: string) {
    this.#object = object;
    this.#place = place;
    this.#path = path;
  }

  protected abstract inside(object: JsonObject, path: string): Self;

  names(): string[] {
    return Object.keys(this.#object);
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined;
  }

  isNull(name: string): boolean {
    return this.#object[name] === null;
  }

  /** Neither absent nor null. */
  isGiven(name: string): boolean {
    return this.has(name) && !this.isNull(name);
  }

  text(name: string): string {
    const value = this.#object[name];
    if (typeof value === "string") return value;
    this.#illTyped(name, "a text");
    return "";
  }

  /** A text that says something. */
  filledText(name: string): string {
    const value = this.#object[name];
    if (typeof value === "string" && value !== "") return value;
    this.#illTyped(name, "a text that is not empty");
    return "";
  }

  /** One of some words. @param what for the complaint: `a capability` */
  word<Word extends string>(name: string, words: readonly [Word, ...Word[]], what: string): Word {
    return this.#known(name, this.#object[name], words, what) ?? words[0];
  }

  /** A list of some words. */
  words<Word extends string>(name: string, words: readonly Word[], what: string): Word[] {
    return this.#list(name).flatMap((value) => this.#known(name, value, words, what) ?? []);
  }

  boolean(name: string): boolean {
    const value = this.#object[name];
    if (typeof value !== "boolean") this.#illTyped(name, "true or false");
    return value === true;
  }

  /** False when absent. */
  flag(name: string): boolean {
    return this.has(name) && this.boolean(name);
  }

  /** Means something by being there: nothing but true. */
  mark(name: string): void {
    if (this.#object[name] !== true) this.#illTyped(name, "true, or left out");
  }

  number(name: string): number {
    const value = this.#object[name];
    if (typeof value === "number") return value;
    this.#illTyped(name, "a number");
    return 0;
  }

  /** A whole number from 0 (or 1) on. */
  count(name: string, least: 0 | 1): number {
    const value = this.number(name);
    if (!Number.isSafeInteger(value) || value < least) {
      this.complain(name, `${this.#path}${name} is a whole number from ${least} on`);
    }
    return value;
  }

  /** A time in seconds. @returns microseconds */
  time(name: string): Micros {
    const seconds = this.number(name);
    const micros = secondsToMicros(seconds);
    if (!(seconds >= 0) || !Number.isSafeInteger(micros)) {
      this.complain(name, `${this.#path}${name} is a time in seconds, from 0 to (2^53-1)/1000000`);
    } else if (micros / 1_000_000 !== seconds) {
      this.complain(name, "a time has at most six decimals");
    }
    return micros;
  }

  object(name: string): JsonObject {
    const value = this.#object[name];
    if (isJsonObject(value)) return value;
    this.#illTyped(name, "an object");
    return {};
  }

  /** Reads an object by fields of its own. @returns undefined when it is none, which has been complained of */
  within<Value>(name: string, read: (fields: Self) => Value): Value | undefined {
    const value = this.#object[name];
    if (isJsonObject(value)) return read(this.inside(value, `${this.#path}${name}.`));
    this.#illTyped(name, "an object");
    return undefined;
  }

  /** The objects of a list, each with its own fields. */
  objects(name: string): Self[] {
    return this.#objectsIn(name, this.#list(name), `${this.#path}${name}`);
  }

  /** The objects of a list of lists. @param filled the rule that is broken where one of the lists is empty */
  objectLists(name: string, filled: string): Self[][] {
    const lists = this.#list(name);
    const path = `${this.#path}${name}`;
    if (Array.isArray(this.#object[name]) && lists.length === 0) this.complain(name, `${path} is empty: ${filled}`);
    return lists.map((list, i) => {
      if (!Array.isArray(list)) this.complain(name, `${path} is a list of lists of objects`, list);
      else if (list.length === 0) this.complain(name, `${path}[${i}] is empty: ${filled}`);
      return Array.isArray(list) ? this.#objectsIn(name, list, `${path}[${i}]`) : [];
    });
  }

  texts(name: string): string[] {
    return this.#list(name).filter((value): value is string => {
      if (typeof value !== "string") this.complain(name, `${this.#path}${name} is a list of texts`, value);
      return typeof value === "string";
    });
  }

  complain(name: string, rule: string, value: unknown = this.#object[name], nextStep = MEND): void {
    const key = JSON.stringify(name);
    // The same key may stand in many objects of a line: with its value it is found where the line is written as ours are.
    const column = this.has(name)
      ? (this.#columnOf(`${key}:${JSON.stringify(this.#object[name])}`) ?? this.#columnOf(key))
      : this.#columnOf(JSON.stringify(this.#object));
    this.#complainAt(column, rule, value, nextStep);
  }

  /** A complaint about the object as a whole. */
  complainOfAll(rule: string): void {
    this.#complainAt(this.#columnOf(JSON.stringify(this.#object)), rule, this.#object, MEND);
  }

  #complainAt(column = 1, rule: string, value: unknown, nextStep: string): void {
    const { file, line, complaints } = this.#place;
    const shown = value === undefined ? {} : { value: typeof value === "string" ? value : JSON.stringify(value) };
    complaints.push({ place: `${file}:${line}:${column}`, ...shown, rule, nextStep });
  }

  #columnOf(text: string): number | undefined {
    const at = this.#place.text.indexOf(text);
    return at < 0 ? undefined : at + 1;
  }

  #objectsIn(name: string, list: readonly unknown[], path: string): Self[] {
    return list.flatMap((value, i) => {
      if (isJsonObject(value)) return [this.inside(value, `${path}[${i}].`)];
      this.complain(name, `${path} is a list of objects`, value);
      return [];
    });
  }

  #known<Word extends string>(name: string, value: unknown, words: readonly Word[], what: string): Word | undefined {
    const known = words.find((word) => word === value);
    if (known === undefined) this.complain(name, `${what} is one of ${words.join(", ")}`, value);
    return known;
  }

  #list(name: string): readonly unknown[] {
    const value = this.#object[name];
    if (Array.isArray(value)) return value;
    this.#illTyped(name, "a list");
    return [];
  }

  #illTyped(name: string, wanted: string): void {
    const rule = this.has(name)
      ? `${this.#path}${name} must be ${wanted}`
      : `${this.#path}${name} (${wanted}) is missing`;
    this.complain(name, rule);
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
