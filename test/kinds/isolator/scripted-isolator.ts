import type { Isolator, IsolatorMethod } from "../../../src/kinds/isolator/isolator.js";
import { ISOLATOR_METHODS } from "../../../src/kinds/isolator/isolator-methods.js";
import type { Complete, Outcome } from "../../../src/kinds/outcome.js";

/** What a method answers: an outcome at once, or (`hold`) what the test says, when it says it. */
type Script = { readonly [M in IsolatorMethod]?: Outcome<unknown> | "hold" };

/** An isolator that writes down its calls and answers by its script; unscripted methods have the kind's defaults. */
export class ScriptedIsolator {
  readonly isolator: Isolator;
  /** `a.prepare c1` */
  readonly #log: string[];
  readonly #held = new Map<string, Complete<unknown>[]>();
  readonly inputs: { readonly method: IsolatorMethod; readonly input: unknown }[] = [];

  constructor(
    name: string,
    log: string[],
    script: Script = {},
    supports: { readonly nesting?: boolean; readonly standalone?: boolean } = {},
  ) {
    this.#log = log;
    const methods = Object.keys(ISOLATOR_METHODS).map((method) => [
      method,
      (input: { readonly container?: string }, complete: Complete<unknown>) =>
        this.#call(name, method as IsolatorMethod, script, input, complete),
    ]);
    this.isolator = {
      ...Object.fromEntries(methods),
      name,
      supportsNesting: supports.nesting ?? false,
      supportsStandalone: supports.standalone ?? false,
    };
  }

  /** Answers the oldest call that is held. */
  answer(method: IsolatorMethod, outcome: Outcome<unknown>, container = "c1"): void {
    const complete = this.#held.get(`${method} ${container}`)?.shift();
    if (complete === undefined) throw new Error(`${method} of ${container} is not held`);
    complete(outcome);
  }

  holds(method: IsolatorMethod, container = "c1"): boolean {
    return (this.#held.get(`${method} ${container}`)?.length ?? 0) > 0;
  }

  #call(
    name: string,
    method: IsolatorMethod,
    script: Script,
    input: { readonly container?: string },
    complete: Complete<unknown>,
  ): void {
    const key = `${method} ${input.container ?? "c1"}`;
    this.#log.push(`${name}.${method}${input.container === undefined ? "" : ` ${input.container}`}`);
    this.inputs.push({ method, input });
    const answer = script[method] ?? ISOLATOR_METHODS[method].fallback;
    if (answer === "hold") this.#held.set(key, [...(this.#held.get(key) ?? []), complete]);
    else if (answer !== null) complete(answer);
  }
}
