import type { AxisValue } from "../../compare/comparison.js";

/** An axis' value on one line: texts as they are, all else as JSON has it. */
export function axisText(value: AxisValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
