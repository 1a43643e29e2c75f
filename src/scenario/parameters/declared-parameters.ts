import type { ParameterValue } from "../../allocator/allocator.js";
import { nearest } from "../../base/nearest.js";
import type { Cursor } from "../document/cursor.js";

/** The scenario's parameters: name to value, undefined for one that is declared and has none. */
export type Parameters = ReadonlyMap<string, ParameterValue | undefined>;

export interface ParameterSources {
  /** From `--param NAME=VALUE`; names with a dot are parameters of allocators and not meant here. */
  readonly flags: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The value of each declared parameter: from the flag, else the environment variable it names, else its default. */
export function declaredParameters(declared: Cursor, sources: ParameterSources): Parameters {
  const parameters = new Map<string, ParameterValue | undefined>();
  for (const [name, declaration] of declared.entries) {
    if (NAME.test(name)) parameters.set(name, parameterValue(name, declaration, sources));
    else declaration.complainOfKey("a parameter's name is letters, digits and _", "rename it");
  }
  complainOfUndeclared(parameters, declared, sources.flags);
  return parameters;
}

function complainOfUndeclared(parameters: Parameters, declared: Cursor, flags: ParameterSources["flags"]): void {
  for (const name of Object.keys(flags)) {
    if (parameters.has(name) || name.includes(".")) continue;
    const meant = nearest(name, parameters.keys());
    const known = parameters.size === 0 ? "it declares none" : `it declares ${[...parameters.keys()].join(", ")}`;
    const nextStep = meant === undefined ? known : `did you mean ${JSON.stringify(meant)}?`;
    declared.defects.elsewhere.push({
      place: "--param",
      value: name,
      rule: "the scenario has no such parameter",
      nextStep,
    });
  }
}

function parameterValue(name: string, declaration: Cursor, sources: ParameterSources): ParameterValue | undefined {
  const fallback = asParameter(declaration.isMap ? declaration.get("default").value : declaration.value);
  const flag = Object.hasOwn(sources.flags, name) ? sources.flags[name] : undefined;
  if (flag !== undefined) return typed(flag, fallback, "--param", name, declaration);
  const variable = declaration.get("env").text;
  const fromEnvironment = variable === undefined ? undefined : sources.environment[variable];
  if (fromEnvironment) return typed(fromEnvironment, fallback, `environment variable ${variable}`, name, declaration);
  if (fallback === undefined && declaration.isMap) complainOfMissing(name, variable, declaration);
  return fallback;
}

function asParameter(value: unknown): ParameterValue | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined;
}

/** A text from outside in the type of the default; as it is when there is no default. */
function typed(
  text: string,
  fallback: ParameterValue | undefined,
  place: string,
  name: string,
  declaration: Cursor,
): ParameterValue | undefined {
  if (fallback === undefined || typeof fallback === "string") return text;
  const value = readAs(text, fallback);
  if (value !== undefined) return value;
  const rule = `the parameter ${name} is ${typeof fallback === "number" ? "a number" : "true or false"}`;
  declaration.defects.elsewhere.push({ place, value: text, rule, nextStep: `give it such as ${name}=${fallback}` });
  return undefined;
}

/** Undefined when the text is none of the fallback's type. */
export function readAs(text: string, fallback: number | boolean): ParameterValue | undefined {
  if (typeof fallback === "boolean") return text === "true" ? true : text === "false" ? false : undefined;
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
  return isNumber ? Number(text) : undefined;
}

function complainOfMissing(name: string, variable: string | undefined, declaration: Cursor): void {
  const ways = `--param ${name}=VALUE${variable === undefined ? "" : ` or the environment variable ${variable}`}`;
  const description = declaration.get("description").text;
  const about = description === undefined ? "" : ` (${description})`;
  declaration.complainOfKey("the parameter has no value", `give it with ${ways}${about}`, true);
}
