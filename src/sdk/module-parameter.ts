import type { Parameter } from "./module-border.js";

/** @returns the value of a parameter, of equal keys the last one's; undefined when it was not given */
export function parameter(parameters: readonly Parameter[], key: string): string | undefined {
  return parameters.findLast((given) => given.key === key)?.value;
}
