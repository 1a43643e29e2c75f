import { answerNow, type ModuleCall } from "../module-call.js";
import type { ModuleParameter } from "../module-parameter.js";
import type { TestModule } from "./test-module.js";

/**
 * A TestModule in another language. Each method throws an Error that says what is wrong when the module fails, or answers
 * with something else than its table entry promises.
 */
export class TestModuleOverCalls implements TestModule {
  readonly #call: ModuleCall;

  constructor(call: ModuleCall) {
    this.#call = call;
  }

  foo(a: string, b: number): number {
    return this.#int("foo", { a, b });
  }

  bar(a: number, b: number): number {
    return this.#int("bar", { a, b });
  }

  baz(a: number, b: number): number {
    return this.#int("baz", { a, b });
  }

  parameters(): readonly ModuleParameter[] {
    const answer = this.#answer("parameters", {});
    if (!Array.isArray(answer) || !answer.every(isParameter)) {
      throw new Error(`parameters is to answer with a list of key and value, not ${JSON.stringify(answer)}`);
    }
    return answer;
  }

  #int(method: string, input: object): number {
    const answer = this.#answer(method, input);
    if (typeof answer === "number" && answer === (answer | 0)) return answer;
    throw new Error(`${method} is to answer with a whole number of 32 bits, not ${JSON.stringify(answer)}`);
  }

  #answer(method: string, input: object): unknown {
    const outcome = answerNow(this.#call, method, input);
    if (outcome.kind === "ready") return outcome.value;
    throw new Error(outcome.kind === "failed" ? `${method} failed: ${outcome.message}` : `${method} was discarded`);
  }
}

function isParameter(value: unknown): value is ModuleParameter {
  if (typeof value !== "object" || value === null) return false;
  const { key, value: text } = value as Record<string, unknown>;
  return typeof key === "string" && typeof text === "string";
}
