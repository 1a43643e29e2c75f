import { nearest } from "../../base/nearest.js";
import type { DocumentPath } from "../document/document-path.js";
import { defaultLabel } from "../rows/allocator-reference.js";

/**
 * A path as people write it: `frameworks.web.refuse`. Items of a list go by their name or label where they have one that
 * no other item has, else by their index from 0. A key that holds dots is written as it is.
 */
export function dottedKey(path: DocumentPath, document: unknown): string {
  let at = document;
  const steps = path.map((step) => {
    const text = Array.isArray(at) ? (namesOf(at)[step as number] ?? String(step)) : String(step);
    at = partOf(at, step);
    return text;
  });
  return steps.join(".");
}

/** A key that leads to no place that could have a value. */
export interface KeyDefect {
  /** The part of the key that is wrong. */
  readonly value: string;
  readonly rule: string;
  readonly nextStep: string;
}

/** Where a dotted key leads in a document. */
export interface FoundPath {
  readonly path: DocumentPath;
  /** How many steps of the path are there already. */
  readonly there: number;
}

export function findPath(key: string, document: unknown): FoundPath | KeyDefect {
  const path: (string | number)[] = [];
  let at = document;
  let there = 0;
  for (let rest: string | null = key; rest !== null; ) {
    const step: Step | KeyDefect = nextStepOf(rest, at, path);
    if ("rule" in step) return step;
    path.push(step.step);
    at = partOf(at, step.step);
    if (at !== undefined) there = path.length;
    rest = step.rest;
  }
  return { path, there };
}

/** What has no parts; the values of an axis have none that a key could name. */
function isSingle(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value) && !isMap(value);
}

function nothingBelow(path: DocumentPath, rest: string): KeyDefect {
  const nextStep = `give ${path.at(-1)} itself, as a map: {${rest.split(".", 1)[0]}: ...}`;
  return { value: rest, rule: `${path.at(-1)} is a single value here, without keys of its own`, nextStep };
}

function nextStepOf(rest: string, at: unknown, path: DocumentPath): Step | KeyDefect {
  if (Array.isArray(at)) return itemStep(rest, at);
  return isSingle(at) ? nothingBelow(path, rest) : keyStep(rest, at);
}

interface Step {
  readonly step: string | number;
  /** What comes after its dot; null: nothing. */
  readonly rest: string | null;
}

function keyStep(rest: string, at: unknown): Step | KeyDefect {
  const known = isMap(at) ? Object.keys(at) : [];
  const key = longestStart(rest, known) ?? (rest.split(".", 1)[0] as string);
  if (key !== "") return { step: key, rest: after(rest, key) };
  return {
    value: rest,
    rule: "a key is words with single dots between them",
    nextStep: "write such as roles.prod.weight",
  };
}

function itemStep(rest: string, list: readonly unknown[]): Step | KeyDefect {
  const names = namesOf(list);
  const name = longestStart(
    rest,
    names.filter((known) => known !== undefined),
  );
  if (name !== undefined) return { step: names.indexOf(name), rest: after(rest, name) };
  const first = rest.split(".", 1)[0] as string;
  if (/^\d+$/.test(first) && Number(first) < list.length) return { step: Number(first), rest: after(rest, first) };
  return { value: first, rule: "the list has no such item", nextStep: howToName(first, names) };
}

function howToName(word: string, names: readonly (string | undefined)[]): string {
  const known = names.filter((name) => name !== undefined);
  const meant = nearest(word, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  if (names.length === 0) return "add one to the scenario first";
  const range = names.length === 1 ? "0" : `0 to ${names.length - 1}`;
  return `name one by its index, ${range}${known.length === 0 ? "" : `, or one of ${known.join(", ")}`}`;
}

/** Of the words with which a key can begin, the longest: words may hold dots themselves. */
function longestStart(key: string, words: readonly string[]): string | undefined {
  const starts = words.filter((word) => word !== "" && (key === word || key.startsWith(`${word}.`)));
  return starts.sort((a, b) => b.length - a.length)[0];
}

function after(key: string, word: string): string | null {
  return key === word ? null : key.slice(word.length + 1);
}

/** What each item of a list goes by; undefined where only its index tells it from the others. */
function namesOf(list: readonly unknown[]): (string | undefined)[] {
  const names = list.map(nameOf);
  return names.map((name) => (names.filter((other) => other === name).length === 1 ? name : undefined));
}

function nameOf(item: unknown): string | undefined {
  if (!isMap(item)) return undefined;
  const { name, label, use } = item;
  if (typeof label === "string") return label;
  if (typeof name === "string") return name;
  return typeof use === "string" ? defaultLabel(use) : undefined;
}

function partOf(at: unknown, step: string | number): unknown {
  if (Array.isArray(at)) return at[step as number];
  return isMap(at) && Object.hasOwn(at, step) ? at[step] : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
