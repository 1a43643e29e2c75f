/** One of a module's parameters, as its manifest gives them. */
export interface Parameter {
  readonly key: string;
  readonly value: string;
}

/** @returns the value of a parameter, of equal keys the last one's; undefined when it was not given */
export function parameter(parameters: readonly Parameter[], key: string): string | undefined {
  return parameters.findLast((given) => given.key === key)?.value;
}
