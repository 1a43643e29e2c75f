import type { ParameterValue } from "../../allocator/allocator.js";
import { readAs } from "./declared-parameters.js";

/** `--param LABEL.KEY=VALUE`, taken apart. */
export interface AllocatorFlag {
  readonly label: string;
  readonly key: string;
  readonly text: string;
}

/**
 * The flags that set a parameter of an allocator. Labels may hold dots themselves: the longest one that fits is meant.
 *
 * @returns the flags, and the names of those whose label is none of the given
 */
export function allocatorFlags(
  flags: Readonly<Record<string, string>>,
  labels: readonly string[],
): { known: AllocatorFlag[]; unknown: string[] } {
  const known: AllocatorFlag[] = [];
  const unknown: string[] = [];
  const longestFirst = [...labels].sort((a, b) => b.length - a.length);
  for (const [name, text] of Object.entries(flags)) {
    if (!name.includes(".")) continue;
    const label = longestFirst.find((candidate) => name.startsWith(`${candidate}.`));
    if (label === undefined) unknown.push(name);
    else known.push({ label, key: name.slice(label.length + 1), text });
  }
  return { known, unknown };
}

/**
 * An allocator's own parameters with the flags put over them. A value takes the type of the scenario's own one; without
 * one it is a number, true or false when it looks like it, else text, as is what stands in double quotes. (A value of the wrong type is passed on as text:
 * the allocator knows what its parameters must be, this program does not.)
 */
export function withFlagParameters(
  own: Readonly<Record<string, ParameterValue>>,
  flags: readonly AllocatorFlag[],
): Record<string, ParameterValue> {
  const parameters = new Map(Object.entries(own));
  for (const { key, text } of flags) {
    const before = parameters.get(key);
    const isText = typeof before === "string";
    parameters.set(key, isText ? text : before === undefined ? guess(text) : (readAs(text, before) ?? text));
  }
  return Object.fromEntries(parameters);
}

function guess(text: string): ParameterValue {
  return readAs(text, true) ?? readAs(text, 0) ?? quotedText(text) ?? text;
}

/** `"10"`, quotes included, is a text that looks like a number. */
function quotedText(text: string): string | undefined {
  if (!/^".*"$/s.test(text)) return undefined;
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

/** A value as a flag gives it where nothing is known of its type. */
export function parameterText(value: ParameterValue): string {
  return typeof value !== "string" || guess(value) === value ? String(value) : JSON.stringify(value);
}
