import { nearest } from "../../base/nearest.js";
import { parseResourceText, ResourceTextError, resourceKeyText } from "../../cluster/resource-text.js";
import type { ModuleParameter } from "../module-parameter.js";
import { SLACK_NAMES, type SlackName } from "./slack.js";

/** What an agent lends of its slack. */
export interface SlackParameters {
  /** By name of what is lent: it is, in whole multiples of this amount, in thousandths. */
  readonly quanta: ReadonlyMap<SlackName, number>;
  /** The part of the agent's total that is kept back, 0 to 1. */
  readonly safetyMargin: number;
  /** Over how many answers the least slack counts. */
  readonly samples: number;
}

const DEFAULT_QUANTA = "cpus:0.1";
const MOST_SAMPLES = 10_000;
const NUMBER = /^(\d+\.?\d*|\.\d+)$/;

/**
 * Reads `resources`, `safety_margin` and those of the other names that are allowed; given several times the last one counts.
 *
 * @param defaults of what is not given
 * @returns what is wrong, as a text
 */
export function readSlackParameters(
  parameters: readonly ModuleParameter[],
  known: readonly string[],
  defaults: Omit<SlackParameters, "quanta">,
): SlackParameters | string {
  const given = new Map(parameters.map(({ key, value }) => [key, value]));
  for (const key of given.keys()) if (!known.includes(key)) return unknown(key, known);
  const quanta = readQuanta(given.get("resources") ?? DEFAULT_QUANTA);
  if (typeof quanta === "string") return quanta;
  const margin = given.get("safety_margin") ?? String(defaults.safetyMargin);
  if (!NUMBER.test(margin) || Number(margin) > 1) {
    return `the parameter safety_margin: ${JSON.stringify(margin)} is no number from 0 to 1`;
  }
  const samples = given.get("samples") ?? String(defaults.samples);
  if (!/^[1-9]\d{0,4}$/.test(samples) || Number(samples) > MOST_SAMPLES) {
    return `the parameter samples: ${JSON.stringify(samples)} is no whole number from 1 to ${MOST_SAMPLES}`;
  }
  return { quanta, safetyMargin: Number(margin), samples: Number(samples) };
}

function unknown(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  const way = meant === undefined ? `the parameters are ${known.join(", ")}` : `did you mean ${meant}?`;
  return `the parameter ${key} is unknown: ${way}`;
}

function readQuanta(text: string): ReadonlyMap<SlackName, number> | string {
  const wrong = (value: string, why: string) => `the parameter resources: ${JSON.stringify(value)}: ${why}`;
  try {
    const entries = parseResourceText(text);
    for (const entry of entries) {
      const isMeasured = SLACK_NAMES.some((name) => name === resourceKeyText(entry));
      if (!isMeasured) return wrong(resourceKeyText(entry), `only the use of ${SLACK_NAMES.join(", ")} is measured`);
      if (entry.items !== null) return wrong(entry.name, "what is lent is a multiple of an amount");
    }
    if (entries.length === 0) return wrong(text, "write such as cpus:0.1;mem:32");
    return new Map(entries.map(({ name, milli }) => [name as SlackName, milli]));
  } catch (error) {
    if (!(error instanceof ResourceTextError)) throw error;
    return wrong(error.value, error.message);
  }
}
