import type { Isolator, IsolatorCalls, IsolatorInputs, IsolatorMethod, IsolatorResults } from "./isolator.js";
import { locate, Pending } from "./pending.js";

/** Calls a method; a failure says whose it is. */
export function askIsolator<M extends IsolatorMethod>(
  isolator: Isolator,
  method: M,
  input: IsolatorInputs[M],
): Pending<IsolatorResults[M]> {
  const answer = new Pending<IsolatorResults[M]>();
  const calls: IsolatorCalls = isolator;
  calls[method](input, (outcome) => answer.complete(locate(outcome, `isolator ${isolator.name}: ${method}`)));
  return answer;
}
