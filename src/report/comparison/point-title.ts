import type { ComparisonPoint } from "../../compare/comparison.js";
import { axisText } from "./axis-text.js";

/** `refuse=5s, count=10`; empty where there is no axis. */
export function pointTitle({ at }: Pick<ComparisonPoint, "at">): string {
  const keys = Object.keys(at);
  return keys.map((key) => `${shortKey(key, keys)}=${axisText(at[key])}`).join(", ");
}

/** The end of a key that tells it from the others. */
function shortKey(key: string, keys: readonly string[]): string {
  const steps = key.split(".");
  for (let from = steps.length - 1; from > 0; from--) {
    const end = steps.slice(from).join(".");
    if (keys.filter((other) => other === end || other.endsWith(`.${end}`)).length === 1) return end;
  }
  return key;
}
