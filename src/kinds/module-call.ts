import { type Complete, failed, type Outcome } from "./outcome.js";

/**
 * An instance of a module that lives in another language: any method of its kind's table, with plain data in and out.
 * What crosses can be written as JSON as it is.
 */
export type ModuleCall = (method: string, input: object, complete: Complete<unknown>) => void;

/** Calls a method that has to answer before the call returns. */
export function answerNow(call: ModuleCall, method: string, input: object): Outcome<unknown> {
  let answer: Outcome<unknown> | undefined;
  call(method, input, (outcome) => {
    answer ??= outcome;
  });
  return answer ?? failed(`${method} is to answer at once, and did not`);
}
