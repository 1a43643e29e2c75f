import { type Created, created, notCreated } from "../created.js";
import type { ModuleParameter } from "../module-parameter.js";
import type { TestModule } from "./test-module.js";

/**
 * The reference TestModule (M30). Of equal keys the later one counts; keys that it does not know are ignored. Without an
 * operation there is an instance, whose baz is -1.
 */
export function createReferenceTestModule(parameters: readonly ModuleParameter[]): Created<TestModule> {
  const operation = new Map(parameters.map(({ key, value }) => [key, value])).get("operation");
  if (operation !== undefined && operation !== "sum") {
    return notCreated(`the parameter operation is ${JSON.stringify(operation)}: the only operation is sum`);
  }
  return created(new ReferenceTestModule(parameters, operation === "sum"));
}

class ReferenceTestModule implements TestModule {
  readonly #parameters: readonly ModuleParameter[];
  readonly #sums: boolean;

  constructor(parameters: readonly ModuleParameter[], sums: boolean) {
    this.#parameters = parameters;
    this.#sums = sums;
  }

  foo(a: string, b: number): number {
    return asInt(a.charCodeAt(0) + b);
  }

  bar(a: number, b: number): number {
    return asInt(Math.fround(a) * b);
  }

  baz(a: number, b: number): number {
    return this.#sums ? asInt(a + b) : -1;
  }

  parameters(): readonly ModuleParameter[] {
    return this.#parameters;
  }
}

/** Cuts the fraction off. What C leaves open beyond 32 bits wraps around here. */
function asInt(value: number): number {
  return value | 0;
}
